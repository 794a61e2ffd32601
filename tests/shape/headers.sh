#!/bin/sh
# Each public header compiles alone as C11 and as C++, and after Windows' own
# headers.
set -eu
. "$(dirname "$0")/lib.sh"
need gcc g++ x86_64-w64-mingw32-gcc

c="-std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wundef
    -Werror -ffreestanding"
for header in include/dot11/*.h; do
    line="#include <dot11/$(basename "$header")>"
    echo "$line
extern int nothing_else;" >build/shape/header.c
    # shellcheck disable=SC2086 # flags
    gcc $c -Iinclude -fsyntax-only build/shape/header.c ||
        fail "$header alone, as C11"
    cp build/shape/header.c build/shape/header.cpp
    for edition in 11 20; do
        g++ -std=c++$edition -Wall -Wextra -Wpedantic -Werror -Iinclude \
            -fsyntax-only build/shape/header.cpp ||
            fail "$header alone, as C++$edition"
    done
done

# All together, behind windows.h and windot11.h: no name may clash, and none
# may be a macro there.
{
    echo "#include <windows.h>"
    echo "#include <windot11.h>"
    for header in include/dot11/*.h; do
        echo "#include <dot11/$(basename "$header")>"
    done
    echo "extern int nothing_else;"
} >build/shape/windows.c
x86_64-w64-mingw32-gcc -std=c11 -Wall -Wextra -Wpedantic -Werror \
    -D_WIN32_WINNT=0x0602 -DNTDDI_VERSION=0x06020000 -Iinclude -fsyntax-only \
    build/shape/windows.c || fail "after windows.h and windot11.h"
finish "$(find include/dot11 -name '*.h' | wc -l) headers"
