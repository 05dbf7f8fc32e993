#include "telesoft/engine/io/bert_chars.h"

#include <map>
#include <unordered_map>

#include "telesoft/engine/io/bert_unicode.h"

namespace telesoft::engine {

/// Fills the table step by step, in the order in which the normaliser works: strip, lower-case,
/// then what the pre-tokeniser sees, then what was isolated or removed before all that.
class BertChars::Builder {
 public:
  Builder(BertChars& table, const BertNormalization& how) : table_(table), how_(how) {
    table_.pages_.emplace_back();    // page 0: letters that stay themselves
    table_.several_.emplace_back();  // place 0 is not used: it would read as "itself"
  }
  void build() {
    const BertUnicode& all = bertUnicode();
    collectLower(all);
    collectKinds(all);
    if (how_.stripAccents) {
      stripAccents(all);
    }
    lowerTheRest(all);
    keepKinds(all);
    if (how_.isolateChinese) {
      isolate(all);
    }
    if (how_.cleanText) {
      setRange(all.removed, CharKind::Gone);
    }
    shareEqualPages();
  }

 private:
  void set(char32_t c, Char value) {
    std::uint16_t& page = table_.pageOf_[c >> 8U];
    if (page == 0) {
      page = static_cast<std::uint16_t>(table_.pages_.size());
      table_.pages_.emplace_back();
    }
    const char32_t out = value.out == c && value.kind != CharKind::Several ? 0 : value.out;
    table_.pages_[page][c & 0xFFU] =
        static_cast<std::uint32_t>(out) | static_cast<std::uint32_t>(value.kind) << kKindShift |
        static_cast<std::uint32_t>(value.combiningClass) << kClassShift;
  }
  void setRange(std::span<const CodeRange> ranges, CharKind kind) {
    for (const CodeRange& range : ranges) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        set(c, {kind, 0, c});
      }
    }
  }
  void setSeveral(char32_t c, std::vector<Char> sequence) {
    set(c, {CharKind::Several, 0, static_cast<char32_t>(table_.several_.size())});
    table_.several_.push_back(std::move(sequence));
  }

  void collectLower(const BertUnicode& all) {
    if (!how_.lowercase) {
      return;
    }
    for (const LowerRun& run : all.lower) {
      for (char32_t c = run.first; c <= run.last; c += run.stride) {
        lower_[c] = static_cast<char32_t>(static_cast<std::int64_t>(c) + run.distance);
      }
    }
  }
  void collectKinds(const BertUnicode& all) {
    for (const CodeRange& range : all.punctuation) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        kinds_[c] = CharKind::Punct;
      }
    }
    for (const CodeRange& range : all.white) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        kinds_[c] = CharKind::Space;
      }
    }
    if (!how_.stripAccents) {
      return;
    }
    for (const CombiningRange& range : all.combining) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        classes_[c] = range.combiningClass;
      }
    }
  }
  /// A code point after stripping: lower-cased, then seen by the pre-tokeniser.
  [[nodiscard]] Char finished(char32_t c) const {
    const auto mark = classes_.find(c);
    const auto lowered = lower_.find(c);
    const char32_t out = lowered == lower_.end() ? c : lowered->second;
    const auto kind = kinds_.find(out);
    return {kind == kinds_.end() ? CharKind::Letter : kind->second,
            mark == classes_.end() ? std::uint8_t{0} : mark->second, out};
  }
  [[nodiscard]] std::vector<Char> finished(const LongMapping& mapping) const {
    std::vector<Char> sequence;
    for (const char32_t c : mapping.to) {
      if (c != 0) {
        sequence.push_back(finished(c));
      }
    }
    return sequence;
  }

  void stripAccents(const BertUnicode& all) {
    setRange(all.passingMarks, CharKind::Gone);
    setRange(all.blockingMarks, CharKind::Barrier);
    std::size_t next = 0;
    for (const CodeRange& block : all.strippedBlocks) {
      for (char32_t c = block.first; c <= block.last; ++c) {
        set(c, finished(all.stripped[next++]));
      }
    }
    for (const LongMapping& mapping : all.strippedLong) {
      setSeveral(mapping.from, finished(mapping));
    }
    for (char32_t c = 0xAC00; c <= 0xD7A3; ++c) {
      set(c, {CharKind::Hangul, 0, c});
    }
    for (const auto& [c, unused] : classes_) {
      set(c, finished(c));
    }
  }
  [[nodiscard]] bool untouched(char32_t c) const {
    const Char now = table_.of(c);
    return now.kind == CharKind::Letter && now.out == c && now.combiningClass == 0;
  }
  void lowerTheRest(const BertUnicode& all) {
    for (const auto& [c, unused] : lower_) {
      if (untouched(c)) {
        set(c, finished(c));
      }
    }
    if (!how_.lowercase) {
      return;
    }
    for (const LongMapping& mapping : all.lowerLong) {
      if (untouched(mapping.from)) {
        setSeveral(mapping.from, finished(mapping));
      }
    }
  }
  void keepKinds(const BertUnicode&) {
    for (const auto& [c, kind] : kinds_) {
      if (untouched(c)) {
        set(c, {kind, 0, c});
      }
    }
  }
  /// A word of its own, whatever it has become.
  void isolate(const BertUnicode& all) {
    for (const CodeRange& range : all.isolated) {
      for (char32_t c = range.first; c <= range.last; ++c) {
        const Char now = table_.of(c);
        if (now.kind == CharKind::Letter) {
          set(c, {CharKind::Punct, 0, now.out});
        } else if (now.kind == CharKind::Several) {
          auto& sequence = table_.several_[now.out];
          sequence.insert(sequence.begin(), {CharKind::Space, 0, U' '});
          sequence.push_back({CharKind::Space, 0, U' '});
        }
      }
    }
  }
  void shareEqualPages() {
    std::map<Page, std::uint16_t> known;
    std::vector<Page> kept;
    for (std::uint16_t& page : table_.pageOf_) {
      const auto [at, added] =
          known.emplace(table_.pages_[page], static_cast<std::uint16_t>(kept.size()));
      if (added) {
        kept.push_back(at->first);
      }
      page = at->second;
    }
    table_.pages_ = std::move(kept);
  }

  BertChars& table_;
  BertNormalization how_;
  std::unordered_map<char32_t, char32_t> lower_;
  std::unordered_map<char32_t, CharKind> kinds_;
  std::unordered_map<char32_t, std::uint8_t> classes_;
};

BertChars::BertChars(const BertNormalization& how) {
  Builder(*this, how).build();
}

std::size_t BertChars::hangul(char32_t syllable, std::array<char32_t, 3>& letters) {
  const char32_t index = syllable - 0xAC00;
  letters = {0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28};
  return index % 28 == 0 ? 2 : 3;
}

}  // namespace telesoft::engine
