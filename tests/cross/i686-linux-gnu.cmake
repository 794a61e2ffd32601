# 32-bit x86: runs natively on x86-64.
set(DOT11_CROSS i686-linux-gnu)
set(DOT11_CROSS_CPU i686)
set(DOT11_CROSS_RUNNER "")
include(${CMAKE_CURRENT_LIST_DIR}/linux-gnu.cmake)
