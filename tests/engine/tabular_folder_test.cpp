#include "toy_rows.h"

namespace telesoft::engine {

using base::ErrorCode;
using tests::TempFolder;

class TabularFolderTest : public QObject {
  Q_OBJECT
 private slots:
  void folder_givesTheSameModelBack() {
    const TempFolder folder;
    const ToyTask task(60);
    const auto network = task.network();
    const auto saved = network->save(folder / "model");
    QVERIFY(saved.has_value());
    QCOMPARE(saved->weightsFile, std::string("model.safetensors"));
    const auto opened = TabularNetwork::open(folder / "model");
    QVERIFY(opened.has_value());
    QVERIFY(*(*opened)->predict(task.validation, {}) == *network->predict(task.validation, {}));
    QVERIFY(base::readFile(folder / "model/README.md")->find("- age (number, years)") !=
            std::string::npos);
  }

  void open_refuses_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<int>("code");
    const auto code = [](ErrorCode c) { return static_cast<int>(c); };
    QTest::newRow("a text encoder")
        << std::string("architecture") << std::string("\"bert\"") << code(ErrorCode::Unsupported);
    QTest::newRow("a newer version")
        << std::string("version") << std::string("2") << code(ErrorCode::Unsupported);
    QTest::newRow("a size that is no number")
        << std::string("hidden") << std::string("\"8\"") << code(ErrorCode::InvalidInput);
    QTest::newRow("a huge size") << std::string("hidden") << std::string("1000000000000")
                                 << code(ErrorCode::Corrupt);
    QTest::newRow("another size") << std::string("hidden") << std::string("9")
                                  << code(ErrorCode::Corrupt);
    QTest::newRow("no features") << std::string("features") << std::string("[]")
                                 << code(ErrorCode::Corrupt);
    QTest::newRow("a feature without spread")
        << std::string("features") << std::string(R"([{"name": "age", "kind": "number", "sd": 0}])")
        << code(ErrorCode::Corrupt);
  }
  void open_refuses() {
    QFETCH(std::string, key);
    QFETCH(std::string, value);
    QFETCH(int, code);
    const TempFolder folder;
    const ToyTask task(40);
    QVERIFY(task.network()->save(folder.path()).has_value());
    auto config = base::json::parse(*base::readFile(folder / "config.json"));
    config[key] = base::json::parse(value);
    QVERIFY(base::writeFileWhole(folder / "config.json", config.dump()));
    const auto opened = TabularNetwork::open(folder.path());
    QVERIFY(!opened.has_value());
    QCOMPARE(static_cast<int>(opened.error().code), code);
  }

  void open_saysThatNothingIsThere() {
    const TempFolder folder;
    QCOMPARE(TabularNetwork::open(folder / "none").error().code, ErrorCode::NotFound);
  }
};

TELESOFT_TEST(TabularFolderTest)

}  // namespace telesoft::engine

#include "tabular_folder_test.moc"
