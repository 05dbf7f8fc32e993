# One library and one include root per module, so that an include of an undeclared module does not compile.
#
#   telesoft_module(data DEPS base SOURCES table.cpp ... [PRIVATE_LIBS ...])          core/data  -> telesoft::data
#   telesoft_module(theme UI DEPS ... SOURCES ... [PRIVATE_LIBS ...] [PUBLIC_LIBS ...]) ui/theme -> telesoft::ui_theme
#   telesoft_test(data SOURCES csv_reader_test.cpp ... [LIBS ...])                    one Qt Test program and ctest label
#
# Headers are found as telesoft/<module>/x.h, and telesoft/ui/<module>/x.h for UI modules.

function(telesoft_module name)
  cmake_parse_arguments(ARG "UI" "" "DEPS;SOURCES;PRIVATE_LIBS;PUBLIC_LIBS;PRECOMPILE" ${ARGN})
  set(id ${name})
  set(view_parent telesoft)
  if(ARG_UI)
    set(id ui_${name})
    set(view_parent telesoft/ui)
  endif()
  set(target telesoft_${id})

  set(view "${CMAKE_BINARY_DIR}/include_view/${id}")
  file(MAKE_DIRECTORY "${view}/${view_parent}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${view}/${view_parent}/${name}" SYMBOLIC)

  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(telesoft::${id} ALIAS ${target})
  target_include_directories(${target} PUBLIC "${view}")
  target_link_libraries(${target} PRIVATE telesoft::flags ${ARG_PRIVATE_LIBS} PUBLIC ${ARG_PUBLIC_LIBS})
  foreach(dep IN LISTS ARG_DEPS)
    if(NOT TARGET telesoft::${dep})
      message(FATAL_ERROR "Module ${id} depends on ${dep}, which is not declared before it: "
        "the module graph runs one way. See the order in CMakeLists.txt.")
    endif()
    target_link_libraries(${target} PUBLIC telesoft::${dep})
  endforeach()
  if(ARG_UI)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII)
  endif()
  if(TELESOFT_PRECOMPILE AND ARG_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${ARG_PRECOMPILE})
  endif()
  set_property(GLOBAL APPEND PROPERTY TELESOFT_MODULE_GRAPH "${id}:${ARG_DEPS}")
endfunction()

# The headers that nearly every core file reads.
set(TELESOFT_CORE_PRECOMPILE <string> <vector> <map> <optional> <memory> <functional> <algorithm> <filesystem>
  <nlohmann/json.hpp>)

function(telesoft_test name)
  cmake_parse_arguments(ARG "GUI" "" "SOURCES;LIBS;MODULE" ${ARGN})
  set(target test_${name})
  add_executable(${target} ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  if(ARG_GUI)
    target_link_libraries(${target} PRIVATE telesoft_test_gui_main)
  else()
    target_link_libraries(${target} PRIVATE telesoft_test_main)
  endif()
  target_link_libraries(${target} PRIVATE telesoft::flags telesoft_test_support ${ARG_LIBS} Qt6::Test)
  if(TARGET telesoft::${name})
    target_link_libraries(${target} PRIVATE telesoft::${name})
  endif()
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES LABELS ${name} TIMEOUT 300
    ENVIRONMENT "TELESOFT_SOURCE_DIR=${CMAKE_SOURCE_DIR};TELESOFT_BINARY_DIR=${CMAKE_BINARY_DIR};TELESOFT_RESOURCES=${CMAKE_SOURCE_DIR}/resources")
endfunction()

# Writes "module: dep dep" lines: what tests/structure holds the sources against.
function(telesoft_write_module_graph)
  get_property(graph GLOBAL PROPERTY TELESOFT_MODULE_GRAPH)
  string(REPLACE ";" " " text "${graph}")
  set(lines "")
  set(current "")
  foreach(word IN LISTS graph)
    if(word MATCHES "^([a-z_]+):(.*)$")
      string(APPEND lines "${current}\n")
      set(current "${CMAKE_MATCH_1}: ${CMAKE_MATCH_2}")
    else()
      string(APPEND current " ${word}")
    endif()
  endforeach()
  string(APPEND lines "${current}\n")
  file(WRITE "${CMAKE_BINARY_DIR}/module_graph.txt" "${lines}")
endfunction()
