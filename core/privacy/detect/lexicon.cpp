#include "telesoft/privacy/detect/lexicon.h"

#include <algorithm>

#include "telesoft/base/text.h"

namespace telesoft::privacy {

namespace {

using base::ErrorCode;
using base::fail;

struct Listed {
  std::uint32_t bits;
  std::string_view words;
};

constexpr Listed kOwnWords[] = {
    {Lexicon::Title,
     "dr mr mrs ms miss prof professor doctor sir dame rev reverend mx messrs drs attorney"},
    {Lexicon::Particle,
     "van von der den de la le da di del della dos du el al bin ibn ter ten st mac"},
    {Lexicon::Credential,
     "md rn phd facs np dds dmd lpn crna mbbs frcs dpm arnp aprn facc facp fnp lcsw pharmd psyd "
     "dvm cnm pac"},
    {Lexicon::Cue,
     "named called wife husband son daughter mother father brother sister spouse partner niece "
     "nephew aunt "
     "uncle grandson granddaughter grandmother grandfather neighbor caregiver friend cousin fiance "
     "fiancee"},
};

}  // namespace

base::Result<std::vector<std::string>> Lexicon::add(const base::Path& file, std::uint32_t bits) {
  TELESOFT_TRY(text, base::readFile(file).in("reading the word list", file.filename().string()));
  if (const auto at = base::firstInvalidUtf8(text)) {
    return fail(ErrorCode::Corrupt,
                "the word list " + file.filename().string() + " is not UTF-8 at byte " +
                    std::to_string(*at),
                "Install the program again.");
  }
  std::vector<std::string> words;
  for (const std::string& line : base::split(text, '\n')) {
    const std::string_view word = base::trim(line);
    if (!word.empty()) {
      classes_[lowerWord(word)] |= bits;
      words.emplace_back(word);
    }
  }
  if (words.empty()) {
    return fail(ErrorCode::Corrupt, "the word list " + file.filename().string() + " is empty",
                "Install the program again.");
  }
  return words;
}

std::vector<std::string> Lexicon::usable(std::vector<std::string> words) const {
  std::erase_if(words, [&](const std::string& word) {
    const bool ascii =
        std::all_of(word.begin(), word.end(), [](char c) { return (c & 0x80) == 0; });
    return !ascii || word.size() < 4 || word.size() > 10 ||
           (classesOf(word) & (Common | Eponym | Kept)) != 0;
  });
  return words;
}

base::Result<Lexicon> Lexicon::open(const base::Path& folder) {
  Lexicon out;
  TELESOFT_TRY(female, out.add(folder / "first_names_female.txt", First | Female));
  TELESOFT_TRY(male, out.add(folder / "first_names_male.txt", First));
  TELESOFT_TRY(last, out.add(folder / "last_names.txt", Last));
  TELESOFT_TRY(cities, out.add(folder / "cities.txt", City));
  TELESOFT_CHECK(out.add(folder / "common_words.txt", Common));
  TELESOFT_CHECK(out.add(folder / "clinical_words.txt", Common | Clinical));
  TELESOFT_CHECK(out.add(folder / "kept_words.txt", Kept));
  TELESOFT_CHECK(out.add(folder / "eponyms.txt", Eponym));
  TELESOFT_CHECK(out.add(folder / "eponym_heads.txt", Head));
  for (const Listed& listed : kOwnWords) {
    for (const std::string& word : base::split(listed.words, ' ')) {
      out.classes_[word] |= listed.bits;
    }
  }
  out.female_ = out.usable(std::move(female));
  out.male_ = out.usable(std::move(male));
  out.last_ = out.usable(std::move(last));
  out.cities_ = out.usable(std::move(cities));
  for (const auto* pool : {&out.female_, &out.male_, &out.last_, &out.cities_}) {
    if (pool->size() < 20) {
      return fail(ErrorCode::Corrupt, "a list of names has too few that can stand for others",
                  "Install the program again.");
    }
  }
  return out;
}

std::uint32_t Lexicon::classesOf(std::string_view word) const {
  const auto found = classes_.find(lowerWord(word));
  return found == classes_.end() ? 0 : found->second;
}

void Lexicon::classify(std::string_view text, std::vector<Word>& words) const {
  for (Word& word : words) {
    word.classes = classesOf(text.substr(word.begin, word.size()));
  }
}

}  // namespace telesoft::privacy
