#include "telesoft/engine/serve/serve_loop.h"

#include <csignal>
#include <new>

#include <QProcess>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/os/subprocess.h"

#include "served.h"
#include "support/program.h"

namespace telesoft::engine {

using base::json;
using tests::TempFolder;

namespace {

/// Answers each row with its number, or has no memory left.
class Counting final : public Predictor {
 public:
  Counting() : Predictor(Calibration{}) {}
  base::Result<Answers> predict(const Rows& rows, bool) override {
    if (rows.size() > 2) {
      throw std::bad_alloc();
    }
    Answers out(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      out[i].probabilities = {static_cast<double>(i)};
    }
    return out;
  }
  base::Result<Answers> embed(const Rows&) override {
    return base::fail(base::ErrorCode::Unsupported, "none");
  }
};

/// `telesoft-engine serve`, spoken to line by line.
class Worker {
 public:
  Worker(const base::Path& folder, const protocol::ServeSpec& spec) {
    const auto file = folder / "serve.json";
    QVERIFY(base::writeFileWhole(file, base::toJson(spec).dump()));
    process_.start(tests::programPath(QStringLiteral("telesoft-engine")),
                   {QStringLiteral("serve"), QString::fromStdString(file.string())});
    QVERIFY(process_.waitForStarted());
  }
  json next() {
    while (!process_.canReadLine() && process_.waitForReadyRead(30000)) {
    }
    return json::parse(process_.readLine().toStdString(), nullptr, false);
  }
  json ask(const std::string& line) {
    process_.write((line + "\n").c_str());
    return next();
  }
  int end() {
    process_.closeWriteChannel();
    return process_.waitForFinished(30000) ? process_.exitCode() : -1;
  }
  std::string log() { return process_.readAllStandardError().toStdString(); }

 private:
  QProcess process_;
};

json asked(int id, const json& rows, bool explain = false, const char* kind = "predict") {
  return {{"id", id}, {"kind", kind}, {"explain", explain}, {"rows", rows}};
}

}  // namespace

class ServeLoopTest : public QObject {
  Q_OBJECT
 private slots:
  void line_isAnsweredUnderItsId_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("id");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const char* line, int id, const char* code) {
      QTest::newRow(name) << QByteArray(line) << id << QByteArray(code);
    };
    row("predict", R"({"id":7,"kind":"predict","rows":[{"text":"a"}]})", 7, "");
    row("ping", R"({"id":8,"kind":"ping"})", 8, "");
    row("no json", "PHI-4711", 0, "corrupt");
    row("nothing", "", 0, "corrupt");
    row("a list", "[1]", 0, "invalid_input");
    row("no kind", R"({"id":9})", 9, "invalid_input");
    row("another kind", R"({"id":9,"kind":"PHI-4711"})", 9, "invalid_input");
    row("rows of another type", R"({"id":9,"kind":"predict","rows":"PHI-4711"})", 9,
        "invalid_input");
    row("not built", R"({"id":9,"kind":"embed","rows":[]})", 9, "unsupported");
    row("no memory", R"({"id":9,"kind":"predict","rows":[{},{},{}]})", 9, "out_of_resources");
  }
  void line_isAnsweredUnderItsId() {
    QFETCH(QByteArray, line);
    QFETCH(int, id);
    QFETCH(QByteArray, code);
    Counting model;
    const std::string text = answerLine(model, line.toStdString());
    QVERIFY(text.find('\n') == std::string::npos);
    QVERIFY2(text.find("4711") == std::string::npos, text.c_str());
    const json reply = json::parse(text);
    QCOMPARE(reply["id"].get<int>(), id);
    QCOMPARE(reply.contains("error") ? reply["error"]["code"].get<std::string>() : "",
             code.toStdString());
  }

  void worker_servesMeasurements() {
    const TempFolder folder;
    Worker worker(folder.path(), shippedRisk());
    const json hello = worker.next();
    QCOMPARE(hello["kind"].get<std::string>(), std::string("ready"));
    QCOMPARE(hello["embeddingWidth"].get<int>(), 0);
    QCOMPARE(hello["maxTokens"].get<int>(), 0);
    QVERIFY(hello["memoryMb"].get<double>() > 1);
    const json row = base::toJson(riskRow());
    const json one = worker.ask(asked(1, json::array({row}), true).dump());
    QVERIFY2(!one.contains("error"), one.dump().c_str());
    QCOMPARE(one["rows"][0]["contributions"].size(), 8U);
    const json bad =
        worker.ask(R"({"id": 2, "kind": "predict", "rows": [{"values": ["PHI-4711"]}]})");
    QCOMPARE(bad["error"]["code"].get<std::string>(), std::string("invalid_input"));
    QCOMPARE(worker.ask("PHI-4711")["id"].get<int>(), 0);
    const json many = worker.ask(asked(3, json(std::vector<json>(5000, row))).dump());
    QVERIFY2(!many.contains("error"), "5,000 rows are refused");
    QCOMPARE(many["rows"].size(), 5000U);
    QCOMPARE(many["rows"][4999]["probabilities"].dump(), one["rows"][0]["probabilities"].dump());
    QCOMPARE(worker.end(), 0);
    QVERIFY2(worker.log().empty(), "a worker has something to log");
  }

  void worker_servesTexts() {
    const TempFolder folder;
    Worker worker(folder.path(), tinyTuned(folder.path()));
    const json hello = worker.next();
    QCOMPARE(hello["embeddingWidth"].get<int>(), 24);
    QCOMPARE(hello["maxTokens"].get<int>(), 16);  // as in training
    const auto known = toyTexts(1, 2)[0];         // of the validation rows
    const json row = {{"text", known.text}};
    const json one = worker.ask(asked(1, json::array({row}), true).dump());
    QVERIFY2(!one.contains("error"), one.dump().c_str());
    QCOMPARE(one["id"].get<int>(), 1);
    const auto label = static_cast<size_t>(known.label);
    QVERIFY(one["rows"][0]["probabilities"][label].get<double>() > 0.5);
    QCOMPARE(one["rows"][0]["contributions"].size(), 5U);
    const json embedded = worker.ask(asked(2, json::array({row, row}), false, "embed").dump());
    QVERIFY2(!embedded.contains("error"), embedded.dump().c_str());
    QCOMPARE(embedded["rows"][1]["embedding"].size(), 24U);
    QCOMPARE(embedded["rows"][0].dump(), embedded["rows"][1].dump());
    QCOMPARE(worker.ask(asked(3, json::array(), false, "ping").dump())["id"].get<int>(), 3);
    QCOMPARE(worker.end(), 0);
  }

  void worker_thatCannotOpenItsModelSaysSoAndEnds() {
    const TempFolder folder;
    auto spec = shippedRisk();
    spec.baseModel.sha256 = std::string(64, '0');
    Worker worker(folder.path(), spec);
    const json reply = worker.next();
    QCOMPARE(reply["id"].get<int>(), 0);
    QCOMPARE(reply["error"]["code"].get<std::string>(), std::string("corrupt"));
    QCOMPARE(worker.end(), base::errorInfo(base::ErrorCode::Corrupt).exitStatus);
    const auto ran = tests::runProgram(tests::programPath(QStringLiteral("telesoft-engine")),
                                       {QStringLiteral("serve"), QStringLiteral("/nonexistent")});
    QCOMPARE(ran.exitStatus, base::errorInfo(base::ErrorCode::NotFound).exitStatus);
    QCOMPARE(ran.document()["error"]["code"].get<std::string>(), std::string("not_found"));
  }

  /// Its input stays open, held by us.
  void worker_endsWithItsParent() {
    const TempFolder folder;
    const std::string file = (folder / "serve.json").string();
    const std::string pipe = (folder / "in").string();
    QVERIFY(base::writeFileWhole(file, base::toJson(shippedRisk()).dump()));
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const int held = ::open(pipe.c_str(), O_RDWR | O_CLOEXEC);
    QVERIFY(held >= 0);
    QProcess parent;
    parent.start(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("\"$0\" serve \"$1\" < \"$2\" & echo $!; wait"),
         tests::programPath(QStringLiteral("telesoft-engine")), QString::fromStdString(file),
         QString::fromStdString(pipe)});
    QVERIFY(parent.waitForStarted());
    QByteArray said;
    while (said.count('\n') < 2 && parent.waitForReadyRead(30000)) {
      said += parent.readAllStandardOutput();
    }
    const int id = said.left(said.indexOf('\n')).toInt();
    QVERIFY2(id > 0 && said.contains("ready"), said.constData());
    QVERIFY(base::isRunning(id));
    parent.kill();
    parent.waitForFinished(5000);
    QVERIFY(QTest::qWaitFor([&] { return !base::isRunning(id); }, 10000));
    ::close(held);
  }
};

TELESOFT_TEST(ServeLoopTest)

}  // namespace telesoft::engine

#include "serve_loop_test.moc"
