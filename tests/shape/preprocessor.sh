#!/bin/sh
# There is one variant of src/ and include/: no conditional compilation but
# include guards and __cplusplus.
set -eu
. "$(dirname "$0")/lib.sh"

for file in $(find src include -name '*.[ch]' | sort); do
    problem=$(awk -v header="$(case $file in *.h) echo yes ;; esac)" '
        # Directives outside comments, one a line, blanks squeezed.
        {
            line = ""
            rest = $0
            while (rest != "") {
                if (comment) {
                    end = index(rest, "*/")
                    if (!end)
                        break
                    rest = substr(rest, end + 2)
                    comment = 0
                    continue
                }
                begin = index(rest, "/*")
                if (!begin) {
                    line = line rest
                    break
                }
                line = line substr(rest, 1, begin - 1)
                rest = substr(rest, begin + 2)
                comment = 1
            }
            gsub(/[ \t]+/, " ", line)
            sub(/^ /, "", line)
            if (line !~ /^#/)
                next
            sub(/^# /, "#", line)
            sub(/ $/, "", line)
            n++
            text[n] = line
            at[n] = NR
        }
        END {
            first = 1
            last = n
            if (header == "yes") {
                guard = text[1]
                if (sub(/^#ifndef /, "", guard) != 1 ||
                    text[2] != "#define " guard || text[n] != "#endif")
                    print "no include guard around the whole file"
                first = 3
                last = n - 1
            }
            for (i = first; i <= last; i++) {
                if (text[i] == "#ifdef __cplusplus") {
                    if (inside++)
                        print at[i] ": nested"
                } else if (text[i] == "#endif" && inside) {
                    inside--
                } else if (text[i] !~ /^#(include|define|undef) /)
                    print at[i] ": " text[i]
            }
        }' "$file")
    [ -z "$problem" ] || fail "$file: $problem"
    # Guards: D11_ inside the core, DOT11_ in public headers.
    case $file in
    include/*.h)
        grep -q '^#ifndef DOT11_' "$file" || fail "$file: guard's name"
        ;;
    src/*.h)
        grep -q '^#ifndef D11_' "$file" || fail "$file: guard's name"
        ;;
    esac
done
finish
