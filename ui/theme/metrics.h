// Sizes and spaces in device-independent pixels: steps of 4, and nothing between them.
#pragma once

namespace telesoft::ui {

inline constexpr int kSpace4 = 4;
inline constexpr int kSpace8 = 8;
inline constexpr int kSpace12 = 12;
inline constexpr int kSpace16 = 16;
inline constexpr int kSpace24 = 24;
inline constexpr int kSpace32 = 32;

inline constexpr int kRadius = 6;
inline constexpr int kRowHeight = 32;
inline constexpr int kCompactRowHeight = 26;
inline constexpr int kFieldHeight = 32;
inline constexpr int kIconSmall = 16;
inline constexpr int kIconLarge = 20;
inline constexpr int kFocusWidth = 2;

inline constexpr int kTopBarHeight = 48;
inline constexpr int kRailWidth = 184;
inline constexpr int kStatusBarHeight = 30;
inline constexpr int kDetailWidth = 320;  // the right column, which explains the selection
inline constexpr int kSideSheetWidth = 360;

inline constexpr int kMotionMs = 120;         // the longest movement; 0 when motion is off
inline constexpr int kSkeletonDelayMs = 150;  // loading shows nothing before this

}  // namespace telesoft::ui
