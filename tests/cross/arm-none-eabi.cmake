# Cortex-M4 without an operating system: Debian's gcc-arm-none-eabi with
# picolibc, console and exit through semihosting. Linker addresses are those of
# QEMU's mps2-an386 board.
set(DOT11_CROSS arm-none-eabi)
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
set(CMAKE_C_COMPILER ${DOT11_CROSS}-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_C_FLAGS_INIT
    "-mcpu=cortex-m4 -mthumb --specs=picolibc.specs -ffunction-sections -fdata-sections")
string(CONCAT CMAKE_EXE_LINKER_FLAGS_INIT
    "--crt0=semihost --oslib=semihost -Wl,--gc-sections"
    " -Wl,--defsym=__flash=0 -Wl,--defsym=__flash_size=4M"
    " -Wl,--defsym=__ram=0x20000000 -Wl,--defsym=__ram_size=4M"
    " -Wl,--defsym=__stack_size=16k")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR timeout 60 qemu-system-arm -M mps2-an386
    -display none -monitor none -serial null
    -semihosting-config enable=on,target=native -kernel)
include(${CMAKE_CURRENT_LIST_DIR}/deps.cmake)
