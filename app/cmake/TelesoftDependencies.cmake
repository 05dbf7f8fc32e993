# Every third-party library, found in one place. Modules link them PRIVATE.
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(poppler REQUIRED IMPORTED_TARGET poppler-cpp)
find_package(LibXml2 REQUIRED)
find_path(TELESOFT_HNSWLIB NAMES hnswlib/hnswlib.h REQUIRED)

if(TELESOFT_WORKBENCH)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network Svg Charts)
endif()
if(TELESOFT_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
  if(TELESOFT_WORKBENCH)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets)
  endif()
endif()

if(TELESOFT_ENGINE)
  # LibTorch's own CMake package asks for CUDA; two libraries and two include folders are all that is used.
  find_path(TELESOFT_LIBTORCH NAMES include/ATen/ATen.h
    HINTS ${CMAKE_PREFIX_PATH} PATHS "$ENV{TELESOFT_CACHE}/libtorch-2.15.0/torch" "$ENV{HOME}/.cache/telesoft/libtorch-2.15.0/torch"
    NO_DEFAULT_PATH)
  if(NOT TELESOFT_LIBTORCH)
    message(FATAL_ERROR "LibTorch is not there. Run installer/run.sh, which fetches it, or give "
      "-DCMAKE_PREFIX_PATH=<libtorch> (2.6 or newer).")
  endif()
  add_library(telesoft_libtorch INTERFACE)
  add_library(telesoft::libtorch ALIAS telesoft_libtorch)
  target_include_directories(telesoft_libtorch SYSTEM INTERFACE
    "${TELESOFT_LIBTORCH}/include" "${TELESOFT_LIBTORCH}/include/torch/csrc/api/include")
  target_link_libraries(telesoft_libtorch INTERFACE
    "${TELESOFT_LIBTORCH}/lib/libtorch_cpu.so" "${TELESOFT_LIBTORCH}/lib/libc10.so")
  target_link_options(telesoft_libtorch INTERFACE "LINKER:-rpath-link,${TELESOFT_LIBTORCH}/lib")
endif()
