# 64-bit big-endian, and plain char is unsigned.
set(DOT11_CROSS s390x-linux-gnu)
set(DOT11_CROSS_CPU s390x)
set(DOT11_CROSS_RUNNER qemu-s390x)
include(${CMAKE_CURRENT_LIST_DIR}/linux-gnu.cmake)
