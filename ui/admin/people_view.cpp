#include "telesoft/ui/admin/people_view.h"

#include <algorithm>

#include <QBoxLayout>
#include <QCheckBox>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

using protocol::ApiToken;
using protocol::User;

namespace {

struct RoleWords {
  const char* name;
  const char* title;
};
constexpr RoleWords kRoles[] = {
    {"clinician", QT_TRANSLATE_NOOP("telesoft::ui::PeopleView", "Clinician: reads cases")},
    {"ml_staff", QT_TRANSLATE_NOOP("telesoft::ui::PeopleView", "ML staff: data, jobs, rollouts")},
    {"admin",
     QT_TRANSLATE_NOOP("telesoft::ui::PeopleView", "Administrator: signs, people, backup")},
    {"auditor", QT_TRANSLATE_NOOP("telesoft::ui::PeopleView", "Auditor: sees, changes nothing")}};

QString joined(const std::vector<std::string>& words) {
  QStringList out;
  for (const std::string& word : words) {
    out << toQString(word).replace(QLatin1Char('_'), QLatin1Char(' '));
  }
  return out.join(QStringLiteral(", "));
}

std::vector<Column<User>> userColumns() {
  return {
      {PeopleView::tr("Name"), [](const User& u) { return toQString(u.name); }},
      {PeopleView::tr("Person"), [](const User& u) { return toQString(u.displayName); }},
      {PeopleView::tr("Roles"), [](const User& u) { return joined(u.roles); }},
      {PeopleView::tr("Last here"),
       [](const User& u) {
         return u.lastLoginAt.empty() ? PeopleView::tr("never") : ageText(u.lastLoginAt);
       },
       [](const User& u) { return toQString(u.lastLoginAt); }},
      {PeopleView::tr("State"),
       [](const User& u) {
         return u.disabled ? PeopleView::tr("disabled") : PeopleView::tr("active");
       },
       {},
       {},
       false,
       [](const User& u) { return static_cast<int>(u.disabled ? Tone::Neutral : Tone::Good); }}};
}

std::vector<Column<ApiToken>> tokenColumns() {
  return {{PeopleView::tr("Token"), [](const ApiToken& t) { return toQString(t.name); }},
          {PeopleView::tr("Owner"), [](const ApiToken& t) { return toQString(t.owner); }},
          {PeopleView::tr("May"), [](const ApiToken& t) { return joined(t.permissions); }},
          {PeopleView::tr("Until"),
           [](const ApiToken& t) {
             return t.revoked ? PeopleView::tr("revoked") : dateTimeText(t.expiresAt);
           },
           [](const ApiToken& t) { return toQString(t.expiresAt); }}};
}

}  // namespace

PeopleView::PeopleView(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      users_(new RecordModel<User>(
          userColumns(), [](const User& u) { return toQString(u.id); }, this)),
      tokens_(new RecordModel<ApiToken>(
          tokenColumns(), [](const ApiToken& t) { return toQString(t.id); }, this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  QWidget* const lists = makeLists();
  all->addWidget(new TwoColumns(lists, makeForm()));
  for (ListStoreBase* store : {static_cast<ListStoreBase*>(&workspace.users()),
                               static_cast<ListStoreBase*>(&workspace.tokens())}) {
    connect(store, &ListStoreBase::changed, this, &PeopleView::onChanged);
    connect(store, &ListStoreBase::stateChanged, this, &PeopleView::onChanged);
  }
  onChanged();
  startNew();
}

QWidget* PeopleView::makeLists() {
  auto* left = new QWidget();
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  userTable_ = new DataTable(tr("Accounts"));
  userTable_->setSource(users_);
  userTable_->setColumnWidths({120, 140, -1, 96, 90});
  // Enter or a click, not the mere passing by: what is being written in the form stays.
  connect(userTable_, &DataTable::rowActivated, this, &PeopleView::edit);
  connect(userTable_, &QAbstractItemView::clicked, this,
          [this] { edit(userTable_->currentSourceRow()); });
  auto* users = new Card(tr("Accounts"));
  new_ = new SecondaryButton(tr("New account"), QStringLiteral("plus"));
  users->addHeaderWidget(new_);
  users->add(userTable_, 1);
  connect(new_, &QAbstractButton::clicked, this, &PeopleView::startNew);
  tokenTable_ = new DataTable(tr("API tokens"));
  tokenTable_->setSource(tokens_);
  tokenTable_->setColumnWidths({140, 110, -1, 150});
  auto* tokens = new Card(tr("API tokens"));
  revoke_ = new SecondaryButton(tr("Revoke"));
  tokens->addHeaderWidget(revoke_);
  tokens->add(tokenTable_, 1);
  connect(revoke_, &QAbstractButton::clicked, this, &PeopleView::revoke);
  column->addWidget(users, 3);
  column->addWidget(tokens, 2);
  states_ = new StateStack(left);
  states_->errorState()->setRetry(tr("Try again"));
  connect(states_, &StateStack::retryTriggered, this, [this] { workspace_.users().refresh(); });
  return states_;
}

QWidget* PeopleView::makeForm() {
  card_ = new Card(tr("New account"));
  form_ = new FormBuilder();
  name_ = form_->addText(QStringLiteral("name"), tr("Name to sign in with"));
  displayName_ = form_->addText(QStringLiteral("displayName"), tr("Person"));
  password_ = form_->addText(QStringLiteral("password"), tr("Password"),
                             tr("12 characters at least; empty leaves it as it is"));
  password_->setEchoMode(QLineEdit::Password);
  for (const RoleWords& role : kRoles) {
    roles_[role.name] = form_->addCheck(QLatin1String(role.name), tr(role.title));
  }
  card_->add(form_);
  message_ = new TextLabel(QString(), TextStyle::Small, Ink::Danger);
  message_->setWordWrap(true);
  card_->add(message_);
  auto* buttons = new QHBoxLayout();
  disable_ = new DangerButton(tr("Disable"));
  save_ = new PrimaryButton(tr("Save"));
  buttons->addWidget(disable_);
  buttons->addStretch(1);
  buttons->addWidget(save_);
  card_->content()->addLayout(buttons);
  card_->content()->addStretch(1);
  connect(save_, &QAbstractButton::clicked, this, &PeopleView::save);
  connect(disable_, &QAbstractButton::clicked, this, [this] {
    const User* const user = workspace_.users().find(user_);
    setDisabled(user != nullptr && !user->disabled);
  });
  return card_;
}

void PeopleView::onChanged() {
  const UserStore& store = workspace_.users();
  users_->setRows(store.items());
  tokens_->setRows(workspace_.tokens().items());
  if (store.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store.error(), tr("The accounts could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    states_->showContent();
  }
}

void PeopleView::startNew() {
  user_.clear();
  card_->setTitle(tr("New account"));
  name_->clear();
  name_->setEnabled(true);
  displayName_->clear();
  password_->clear();
  for (const auto& [unused, box] : roles_) {
    box->setChecked(false);
  }
  disable_->hide();
  message_->setText(QString());
  name_->setFocus(Qt::OtherFocusReason);
}

void PeopleView::edit(int row) {
  const User* const user = users_->row(row);
  if (user == nullptr) {
    return;
  }
  user_ = toQString(user->id);
  card_->setTitle(toQString(user->name));
  name_->setText(toQString(user->name));
  name_->setEnabled(false);
  displayName_->setText(toQString(user->displayName));
  password_->clear();
  for (const auto& [role, box] : roles_) {
    box->setChecked(std::find(user->roles.begin(), user->roles.end(), role) != user->roles.end());
  }
  disable_->show();
  disable_->setText(user->disabled ? tr("Enable") : tr("Disable"));
  message_->setText(QString());
}

std::vector<std::string> PeopleView::chosenRoles() const {
  std::vector<std::string> out;
  for (const auto& [role, box] : roles_) {
    if (box->isChecked()) {
      out.push_back(role);
    }
  }
  return out;
}

void PeopleView::save() {
  const auto done = [this](const base::Result<User>& answer) { onSaved(answer); };
  if (user_.isEmpty()) {
    protocol::UserRequest request;
    request.name = toUtf8(name_->text().trimmed());
    request.displayName = toUtf8(displayName_->text().trimmed());
    request.roles = chosenRoles();
    request.password = toUtf8(password_->text());
    workspace_.users().add(request, this, done);
    return;
  }
  protocol::UserChange change;
  change.displayName = toUtf8(displayName_->text().trimmed());
  change.roles = chosenRoles();
  if (!password_->text().isEmpty()) {
    change.password = toUtf8(password_->text());
  }
  workspace_.users().change(user_, change, this, done);
}

void PeopleView::setDisabled(bool disabled) {
  protocol::UserChange change;
  change.disabled = disabled;
  workspace_.users().change(user_, change, this,
                            [this](const base::Result<User>& answer) { onSaved(answer); });
}

void PeopleView::onSaved(const base::Result<User>& answer) {
  if (!answer) {
    const ErrorWords words = errorWords(answer.error(), tr("The account was not saved."));
    message_->setInk(Ink::Danger);
    message_->setText(words.why + QLatin1Char(' ') + words.todo);
    return;
  }
  password_->clear();
  message_->setInk(Ink::Good);
  message_->setText(tr("Saved."));
  user_ = toQString(answer->id);
  name_->setEnabled(false);
  disable_->show();
  disable_->setText(answer->disabled ? tr("Enable") : tr("Disable"));
  workspace_.users().refresh();
}

void PeopleView::revoke() {
  if (const ApiToken* const token = tokens_->row(tokenTable_->currentSourceRow())) {
    workspace_.tokens().revoke(toQString(token->id), this, [this](const base::Result<ApiToken>&) {
      workspace_.tokens().refresh();
    });
  }
}

}  // namespace telesoft::ui
