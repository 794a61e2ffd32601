# Boots the guest. Sourced by run.sh.
# shellcheck shell=sh

# A paravirtual /dev/kvm without the processor's flags lets QEMU start and the
# kernel never get past its first messages, so the device alone says nothing.
kvm_usable() {
    grep -q -w -E 'vmx|svm' /proc/cpuinfo &&
        [ -r /dev/kvm ] && [ -w /dev/kvm ]
}

# qemu_run ACCELERATOR CPU SECONDS: one guest, its output shown while it runs.
qemu_run() {
    timeout -k 5 "$3" qemu-system-x86_64 \
        -M q35 -accel "$1" -cpu "$2" -m 384 -smp 2 \
        -nodefaults -no-user-config -no-reboot -display none -monitor none \
        -serial "file:$boot_logs/console" -serial stdio \
        -device virtio-rng-pci \
        -virtfs "local,path=$boot_logs,mount_tag=work,security_model=none" \
        -kernel "$boot_kernel" -initrd "$boot_initrd" \
        -append "console=ttyS0 quiet panic=-1 random.trust_cpu=on \
mitigations=off tsc=reliable no_timer_check" \
        2>"$boot_logs/qemu.err" </dev/null |
        sed -u 's/\r$//' | tee "$boot_logs/output" |
        grep --line-buffered -v -E '^status [0-9]+$|^[0-9]+ passed, ' || true
}

# boot_guest KERNEL INITRD LOGS SECONDS
#
# Leaves the output in LOGS/output and sets guest_status to what the guest
# reported, or to `none`.
boot_guest() {
    boot_kernel=$1
    boot_initrd=$2
    boot_logs=$3
    began=$(date +%s)

    if kvm_usable; then
        echo "# accelerator: kvm"
        qemu_run kvm host,-arch-capabilities "$4"
        if ! grep -q '^# guest: up' "$boot_logs/output"; then
            echo "# the guest never came up under kvm; once more without"
            qemu_run tcg,thread=multi max "$4"
        fi
    else
        echo "# accelerator: tcg (no usable kvm)"
        qemu_run tcg,thread=multi max "$4"
    fi

    guest_status=$(sed -n 's/^status \([0-9]*\)$/\1/p' "$boot_logs/output" |
        tail -n 1)
    guest_status=${guest_status:-none}
    [ ! -s "$boot_logs/qemu.err" ] || sed 's/^/# /' "$boot_logs/qemu.err"
    echo "# guest: $(($(date +%s) - began)) s in all"
}
