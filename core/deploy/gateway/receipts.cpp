#include "telesoft/deploy/gateway/receipts.h"

#include "telesoft/store/seal.h"

namespace telesoft::deploy {

namespace {

std::string textOf(const base::json& document) {
  return document.dump(-1, ' ', false, base::json::error_handler_t::replace);
}

base::json unsignedJson(protocol::Receipt receipt) {
  receipt.signature.clear();
  receipt.valid = false;
  return base::toJson(receipt);
}

// "receipt": another kind of record must not pass for one under the same key.
std::string signatureOf(const base::json& document, const std::string& key) {
  return store::keyedHash(key, "receipt\n" + textOf(document));
}

}  // namespace

std::string signReceipt(protocol::Receipt& receipt, const std::string& key) {
  base::json document = unsignedJson(receipt);
  receipt.signature = signatureOf(document, key);
  document["signature"] = receipt.signature;
  return textOf(document);
}

bool isGenuine(const protocol::Receipt& receipt, const std::string& key) {
  return receipt.signature == signatureOf(unsignedJson(receipt), key);
}

}  // namespace telesoft::deploy
