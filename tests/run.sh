#!/bin/sh
# Every check of the project, from a fresh Debian 12 on.
#
#   sh tests/run.sh [--all] [--only STEP,...] [--list] [--no-setup]
#
# Installs the Debian packages that are missing (see setup.sh), runs the steps
# in order, goes on after a failed one, and ends with the minutes of each. Exit
# status 0 only when all passed. --only runs the named steps; each is also
# a script, tests/steps/STEP.sh. --all gives the bounded steps more time and
# adds those that are not in the default run. --list prints the steps.
# --no-setup leaves the packages alone.
set -eu

tests=$(cd "$(dirname "$0")" && pwd)
cd "$tests/.."

# In the order of how soon they find something.
steps="unit vectors asan clang shape docs cross firmware windows fuzz analyzers
    bench interop"
more_steps=

usage() {
    sed -n 's/^# \{0,1\}//; 4p' "$0" >&2
    exit 2
}

only=
setup=yes
while [ $# -gt 0 ]; do
    case $1 in
    --all)
        DOT11_ALL=1
        export DOT11_ALL
        steps="$steps $more_steps"
        ;;
    --only)
        [ $# -ge 2 ] || usage
        only=$2
        shift
        ;;
    --only=*) only=${1#--only=} ;;
    --no-setup) setup= ;;
    --list)
        for step in $steps $more_steps; do
            # The first comment of a step says what it does.
            printf '%-10s %s\n' "$step" \
                "$(sed -n '2s/^# //p' "tests/steps/$step.sh")"
        done
        exit 0
        ;;
    *) usage ;;
    esac
    shift
done
if [ -n "$only" ]; then
    only=$(echo "$only" | tr ',' ' ')
    for step in $only; do
        [ -f "tests/steps/$step.sh" ] || {
            echo "run.sh: there is no step $step; see --list" >&2
            exit 2
        }
    done
    steps=$only
fi

began=$(date +%s)
report=
failed=
note() { # STEP SECONDS RESULT
    report="$report$(printf '%-10s %3d:%02d  %s' "$1" $(($2 / 60)) \
        $(($2 % 60)) "$3")
"
}

if [ -n "$setup" ]; then
    # shellcheck disable=SC2086 # a list
    sh tests/setup.sh base $steps || exit 1
    note packages $(($(date +%s) - began)) ok
fi

for step in $steps; do
    echo
    echo "=== $step: $(sed -n '2s/^# //p' "tests/steps/$step.sh")"
    start=$(date +%s)
    status=0
    sh "tests/steps/$step.sh" || status=$?
    case $status in
    0) result="ok" ;;
    77)
        # "Cannot run here" is not good enough where results are trusted.
        result="not run"
        [ -z "${CI:-}" ] || failed="$failed $step"
        ;;
    *)
        result="FAILED ($status)"
        failed="$failed $step"
        ;;
    esac
    note "$step" $(($(date +%s) - start)) "$result"
    echo "=== $step: $result"
done

note total $(($(date +%s) - began)) "$([ -z "$failed" ] && echo ok || echo FAILED)"
echo
echo "step        m:ss  result"
printf '%s' "$report"
[ -z "$failed" ] || {
    echo "failed:$failed"
    exit 1
}
echo "all steps passed"
