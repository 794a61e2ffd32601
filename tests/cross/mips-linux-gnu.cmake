# 32-bit big-endian MIPS: a misaligned access ends the program.
set(DOT11_CROSS mips-linux-gnu)
set(DOT11_CROSS_CPU mips)
set(DOT11_CROSS_RUNNER qemu-mips)
include(${CMAKE_CURRENT_LIST_DIR}/linux-gnu.cmake)
