#include "telesoft/knowledge/read/wire.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::Block;
using knowledge::ReadDocument;

class WireTest : public QObject {
  Q_OBJECT
 private slots:
  void document_comesBackWhole();
  void error_comesBack();
  void anythingElse_isNotWhole_data();
  void anythingElse_isNotWhole();
};

ReadDocument sample() {
  return {"T \"x\"",
          {{Block::Kind::Heading, 2, 3, "Dose"}, {Block::Kind::Table, 0, 4, "a | b\n1 | 2"}},
          {"one warning"}};
}

void WireTest::document_comesBackWhole() {
  const ReadDocument back = must(knowledge::decodeDocument(knowledge::encodeDocument(sample())));
  QCOMPARE(back.title, sample().title);
  QCOMPARE(back.warnings, sample().warnings);
  QCOMPARE(back.blocks.size(), size_t{2});
  QCOMPARE(back.blocks[0].level, 2);
  QCOMPARE(back.blocks[1].kind, Block::Kind::Table);
  QCOMPARE(back.blocks[1].page, 4);
  QCOMPARE(back.blocks[1].text, sample().blocks[1].text);
}

void WireTest::error_comesBack() {
  const auto back = knowledge::decodeDocument(knowledge::encodeDocument(
      base::fail(base::ErrorCode::InvalidInput, "it is torn", "mend it")));
  QVERIFY(!back);
  QCOMPARE(back.error().code, base::ErrorCode::InvalidInput);
  QCOMPARE(back.error().message, std::string("it is torn"));
  QCOMPARE(back.error().hint, std::string("mend it"));
}

void WireTest::anythingElse_isNotWhole_data() {
  QTest::addColumn<QByteArray>("lines");
  const std::string whole = knowledge::encodeDocument(sample());
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("its end is missing")
      << QByteArray::fromStdString(whole.substr(0, whole.rfind("{\"code\"")));
  QTest::newRow("cut in a line") << QByteArray::fromStdString(whole.substr(0, whole.size() - 5));
  QTest::newRow("more behind its end") << QByteArray::fromStdString(whole + whole);
  QTest::newRow("another format") << QByteArray("{\"format\":\"x\",\"version\":1}\n");
  QTest::newRow("another version")
      << QByteArray("{\"format\":\"telesoft.document\",\"version\":2}\n");
  QTest::newRow("an unknown kind") << QByteArray("{\"k\":9,\"t\":\"x\"}\n");
}

void WireTest::anythingElse_isNotWhole() {
  QFETCH(QByteArray, lines);
  const auto back = knowledge::decodeDocument(lines.toStdString());
  QVERIFY(!back);
  QCOMPARE(back.error().code, base::ErrorCode::Corrupt);
}

TELESOFT_TEST(WireTest)

}  // namespace

#include "wire_test.moc"
