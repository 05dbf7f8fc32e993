#include "telesoft/ui/deploy/gates_view.h"

#include <QBoxLayout>

#include "telesoft/ui/deploy/release_words.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/layouts.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

TextLabel* line(const QString& text, TextStyle style = TextStyle::Body, Ink ink = Ink::Text) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  return label;
}

QString approvalText(const protocol::Approval& approval) {
  if (!approval.withdrawnAt.empty()) {
    return GatesView::tr("withdrawn");
  }
  return approval.valid ? GatesView::tr("valid") : GatesView::tr("not valid");
}

}  // namespace

GatesView::GatesView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kSpace12);
  gates_ = new Card(tr("Gates"));
  gateRows_ = new QVBoxLayout();
  gateRows_->setSpacing(kSpace12);
  gates_->content()->addLayout(gateRows_);
  signatures_ = new Card(tr("Signatures"));
  signatureRows_ = new QVBoxLayout();
  signatureRows_->setSpacing(kSpace8);
  signatures_->content()->addLayout(signatureRows_);
  sign_ = new SecondaryButton(tr("Sign for production"), QStringLiteral("lock"));
  sign_->setHelp(tr("Shows what is being signed, and asks for your password"));
  signatures_->content()->addWidget(sign_, 0, Qt::AlignLeft);
  lineage_ = new Card(tr("Where it comes from"));
  lineageRows_ = new QVBoxLayout();
  lineageRows_->setSpacing(kSpace8);
  lineage_->content()->addLayout(lineageRows_);
  for (Card* card : {gates_, signatures_, lineage_}) {
    all->addWidget(card);
  }
  all->addStretch(1);
  connect(sign_, &QAbstractButton::clicked, this, &GatesView::signRequested);
  connect(&workspace.me(), &MeStore::changed, this, &GatesView::showReport);
  showReport();
}

void GatesView::setModel(const QString& modelId) {
  if (modelId_ != modelId) {
    modelId_ = modelId;
    report_ = {};
    showReport();
    showLineage({});
  }
  refresh();
}

void GatesView::refresh() {
  if (modelId_.isEmpty()) {
    return;
  }
  workspace_.deployments().release(
      modelId_, this, [this, id = modelId_](base::Result<protocol::ReleaseReport> answer) {
        if (id == modelId_ && answer) {
          report_ = *std::move(answer);
          showReport();
          Q_EMIT reportRead();
        }
      });
  workspace_.deployments().lineage(
      modelId_, this,
      [this, id = modelId_](const base::Result<protocol::Items<protocol::LineageStep>>& answer) {
        if (id == modelId_ && answer) {
          showLineage(answer->items);
        }
      });
}

QString GatesView::signBlockedBy() const {
  if (report_.modelId.empty()) {
    return tr("Choose a model");
  }
  if (!workspace_.me().may("release.approve")) {
    return tr("Administrators sign: it takes the permission release.approve");
  }
  const protocol::Model* const model = workspace_.models().find(modelId_);
  if (model != nullptr && !workspace_.me().me().embedded &&
      model->createdBy == workspace_.me().me().name) {
    return tr("You have trained it yourself: somebody else signs");
  }
  for (const protocol::Gate& gate : report_.gates) {
    if (gate.state != "holds") {
      return tr("The gate \"%1\" does not hold").arg(toQString(gate.title));
    }
  }
  return {};
}

bool GatesView::canSign() const {
  return signBlockedBy().isEmpty();
}

QWidget* GatesView::gateRow(const protocol::Gate& gate) {
  auto* row = new QWidget();
  auto* column = new QVBoxLayout(row);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* head = new QHBoxLayout();
  head->setSpacing(kSpace8);
  auto* badge = new Badge(gateStateText(gate), gateTone(gate));
  badge->setIcon(gateIcon(gate));
  head->addWidget(badge);
  head->addWidget(line(toQString(gate.title), TextStyle::BodyStrong), 1);
  if (!gate.evidenceId.empty()) {
    auto* evidence = new LinkButton(tr("Evidence"));
    evidence->setAccessibleName(tr("Evidence of: %1").arg(toQString(gate.title)));
    head->addWidget(evidence);
    connect(evidence, &QAbstractButton::clicked, this, [this, gate] {
      Q_EMIT evidenceRequested(toQString(gate.evidenceKind), toQString(gate.evidenceId));
    });
  }
  column->addLayout(head);
  column->addWidget(line(toQString(gate.statement), TextStyle::Body, Ink::Secondary));
  return row;
}

QWidget* GatesView::approvalRow(const protocol::Approval& approval) {
  auto* row = new QWidget();
  auto* column = new QVBoxLayout(row);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* head = new QHBoxLayout();
  auto* badge = new Badge(approvalText(approval), approval.valid ? Tone::Good : Tone::Caution);
  head->addWidget(badge);
  head->addWidget(
      line(tr("%1, %2").arg(
               toQString(approval.displayName.empty() ? approval.by : approval.displayName),
               dateTimeText(approval.time)),
           TextStyle::BodyStrong),
      1);
  column->addLayout(head);
  column->addWidget(line(toQString(approval.statement), TextStyle::Small, Ink::Secondary));
  column->addWidget(
      line(tr("Reason: %1").arg(toQString(approval.reason)), TextStyle::Small, Ink::Secondary));
  return row;
}

void GatesView::showReport() {
  clearLayout(*gateRows_);
  clearLayout(*signatureRows_);
  for (const protocol::Gate& gate : report_.gates) {
    gateRows_->addWidget(gateRow(gate));
  }
  if (report_.gates.empty()) {
    gateRows_->addWidget(
        line(modelId_.isEmpty() ? tr("Choose a model above.") : tr("Reading the evidence."),
             TextStyle::Body, Ink::Secondary));
  }
  for (const protocol::Approval& approval : report_.approvals) {
    signatureRows_->addWidget(approvalRow(approval));
  }
  if (report_.approvals.empty()) {
    signatureRows_->addWidget(line(tr("Nobody has signed it. Production refuses it until then."),
                                   TextStyle::Body, Ink::Secondary));
  }
  sign_->setBlocked(signBlockedBy());
}

void GatesView::showLineage(const std::vector<protocol::LineageStep>& steps) {
  clearLayout(*lineageRows_);
  for (const protocol::LineageStep& step : steps) {
    const QString who = step.by.empty() ? QString() : tr(" · %1").arg(toQString(step.by));
    lineageRows_->addWidget(line(toQString(step.title), TextStyle::BodyStrong));
    lineageRows_->addWidget(
        line((step.time.empty() ? QString() : dateTimeText(step.time)) + who +
                 (step.detail.empty() ? QString() : QStringLiteral("\n") + toQString(step.detail)),
             TextStyle::Small, Ink::Secondary));
  }
  lineage_->setVisible(!steps.empty());
}

}  // namespace telesoft::ui
