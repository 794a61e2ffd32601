/* dot11-station: a Wi-Fi station as a program.
 *
 * SPDX-License-Identifier: MIT
 *
 * Options, where commands come from, and the end. */
#include "station.h"

#include <editline/readline.h>
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_OCTETS 4096

static const char usage[] =
    "usage: dot11-station [option]... \n"
    "  --radio sim|hwsim  a simulated world (default), or the radios of\n"
    "                     mac80211_hwsim\n"
    "  --mac ADDRESS      of the station (02:d1:11:00:00:01)\n"
    "  --seed N           of the simulated world (1)\n"
    "  --tap NAME         make this network interface for its packets\n"
    "  --ip ADDRESS       of `ping`, when there is no interface (10.0.0.2)\n"
    "  --pcap FILE        write what the radio sends and receives\n"
    "  --ladder           show it as a diagram\n"
    "  --json             say everything as JSON, one object a line\n"
    "  --command CMD      carry out a command; may be repeated\n"
    "  --script FILE      carry out the commands in a file\n"
    "  --help             this text\n"
    "Without commands a prompt opens, or standard input is read line by line.\n"
    "The command `help` lists the commands.\n";

static bool bad_usage(const char *what, const char *value)
{
    fprintf(stderr, "dot11-station: %s '%s'; see --help\n", what, value);
    return false;
}

/* An address that a station may have: not zero, and not a group. */
static bool take_mac(const char *word, uint8_t mac[D11_ADDR_LEN])
{
    static const uint8_t zero[D11_ADDR_LEN] = {0};

    return words_addr(word, mac) && (mac[0] & 1) == 0 &&
           memcmp(mac, zero, D11_ADDR_LEN) != 0;
}

static bool take_option(struct options *options, int which, const char *value)
{
    switch (which) {
    case 'r':
        options->radio = value;
        if (strcmp(value, "sim") == 0 || strcmp(value, "hwsim") == 0)
            return true;
        return bad_usage("no such kind of radio:", value);
    case 'm':
        return take_mac(value, options->mac) ||
               bad_usage("not the address of a station:", value);
    case 's':
        return words_number(value, UINT64_MAX, &options->seed) ||
               bad_usage("not a number:", value);
    case 'i':
        return words_ip(value, options->ip) ||
               bad_usage("not an IPv4 address:", value);
    case 't': options->tap = value; return true;
    case 'p': options->pcap = value; return true;
    case 'f': options->script = value; return true;
    case 'l': options->ladder = true; return true;
    case 'j': options->json = true; return true;
    case 'c':
        if (options->command_count == COMMANDS_MAX)
            return bad_usage("too many commands:", value);
        options->commands[options->command_count++] = value;
        return true;
    default: fputs("dot11-station: see --help\n", stderr); return false;
    }
}

static bool take_options(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"radio", required_argument, NULL, 'r'},
        {"mac", required_argument, NULL, 'm'},
        {"seed", required_argument, NULL, 's'},
        {"ip", required_argument, NULL, 'i'},
        {"tap", required_argument, NULL, 't'},
        {"pcap", required_argument, NULL, 'p'},
        {"ladder", no_argument, NULL, 'l'},
        {"json", no_argument, NULL, 'j'},
        {"command", required_argument, NULL, 'c'},
        {"script", required_argument, NULL, 'f'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    int which;

    while ((which = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (which == 'h') {
            fputs(usage, stdout);
            exit(0);
        }
        if (!take_option(options, which, optarg))
            return false;
    }
    if (optind < argc)
        return bad_usage("no such option:", argv[optind]);
    if (options->json && options->ladder)
        return bad_usage("--json goes without", "--ladder");
    return true;
}

/* --- Commands from a file, or from standard input ------------------------- */

static void run_file(struct station *st, FILE *file)
{
    char *line = NULL;
    size_t room = 0;

    while (!st->quit && !st->stopping && getline(&line, &room, file) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        command_line(st, line);
    }
    free(line);
}

/* Lines that come while the station lives. */
struct lines {
    char text[LINE_OCTETS];
    size_t len;
    bool over; /* end of file */
};

static void input_readable(void *context, int fd)
{
    struct lines *lines = context;
    ssize_t got;

    if (lines->len == sizeof(lines->text) - 1) {
        lines->over = true; /* no command is that long */
        return;
    }
    got = read(fd, lines->text + lines->len,
               sizeof(lines->text) - 1 - lines->len);
    if (got > 0)
        lines->len += (size_t)got;
    else if (got == 0 || errno != EINTR)
        lines->over = true;
}

static bool line_there(struct station *st, void *context)
{
    const struct lines *lines = context;

    (void)st;
    return lines->over || memchr(lines->text, '\n', lines->len) != NULL;
}

/* Between commands the station lives on when time is real. */
static void wait_for_line(struct station *st, struct lines *lines)
{
    if (st->real_time) {
        (void)station_wait(st, line_there, lines, D11_NEVER);
        return;
    }
    while (!line_there(st, lines) && !st->stopping)
        (void)dot11_loop_turn(st->loop, D11_NEVER);
}

static bool next_line(struct station *st, struct lines *lines,
                      char out[LINE_OCTETS])
{
    const char *end;
    size_t len;

    wait_for_line(st, lines);
    end = memchr(lines->text, '\n', lines->len);
    len = end != NULL ? (size_t)(end - lines->text) : lines->len;
    if (st->stopping || (end == NULL && lines->len == 0))
        return false;
    memcpy(out, lines->text, len);
    out[len] = '\0';
    lines->len -= end != NULL ? len + 1 : len;
    memmove(lines->text, lines->text + len + (end != NULL), lines->len);
    return true;
}

static void run_stream(struct station *st)
{
    struct lines lines = {.len = 0};
    char line[LINE_OCTETS];

    if (dot11_loop_add(st->loop, STDIN_FILENO, input_readable, &lines) < 0) {
        run_file(st, stdin); /* an ordinary file is always readable */
        return;
    }
    while (!st->quit && next_line(st, &lines, line))
        command_line(st, line);
    dot11_loop_remove(st->loop, STDIN_FILENO);
}

/* --- The prompt ----------------------------------------------------------- */

/* The callbacks of the line editor have no context. */
static char *typed;
static bool typed_end;

static void on_line(char *line)
{
    rl_callback_handler_remove();
    typed = line;
    typed_end = line == NULL;
}

void prompt_hide(const struct station *st)
{
    if (st->prompting)
        fputs("\r\033[K", stdout);
}

void prompt_show(const struct station *st)
{
    if (!st->prompting)
        return;
    fflush(stdout);
    rl_forced_update_display();
}

static void key_readable(void *context, int fd)
{
    (void)context;
    (void)fd;
    rl_callback_read_char();
}

static char *next_completion(const char *begun, int again)
{
    static size_t i;
    const char *name;

    if (again == 0)
        i = 0;
    while ((name = command_name(i++)) != NULL) {
        if (strncmp(name, begun, strlen(begun)) == 0)
            return strdup(name);
    }
    return NULL;
}

static char **complete(const char *begun, int start, int end)
{
    (void)end;
    return start == 0 ? rl_completion_matches(begun, next_completion) : NULL;
}

static bool line_typed(struct station *st, void *context)
{
    (void)st;
    (void)context;
    return typed != NULL || typed_end;
}

static void run_prompt(struct station *st)
{
    rl_readline_name = "dot11-station";
    rl_attempted_completion_function = complete;
    using_history();
    puts("dot11-station: `help` lists the commands");
    while (!st->quit && !st->stopping && !typed_end) {
        rl_callback_handler_install("dot11> ", on_line);
        (void)dot11_loop_add(st->loop, STDIN_FILENO, key_readable, st);
        st->prompting = true;
        (void)station_wait(st, line_typed, NULL, D11_NEVER);
        st->prompting = false;
        dot11_loop_remove(st->loop, STDIN_FILENO);
        if (typed == NULL)
            break;
        if (typed[0] != '\0')
            add_history(typed);
        command_line(st, typed);
        free(typed);
        typed = NULL;
    }
    if (!typed_end)
        rl_callback_handler_remove();
    putchar('\n');
}

/* --- main ----------------------------------------------------------------- */

static void run_commands(struct station *st)
{
    const struct options *options = &st->options;

    for (int i = 0; i < options->command_count; i++) {
        if (st->quit || st->stopping)
            return;
        command_line(st, options->commands[i]);
    }
    if (options->script != NULL) {
        FILE *file = fopen(options->script, "r");

        if (file == NULL) {
            fprintf(stderr, "dot11-station: %s: %s\n", options->script,
                    strerror(errno));
            st->failed = true;
            return;
        }
        run_file(st, file);
        fclose(file);
    } else if (options->command_count == 0) {
        if (st->interactive)
            run_prompt(st);
        else
            run_stream(st);
    }
}

static void signal_readable(void *context, int fd)
{
    struct station *st = context;
    struct signalfd_siginfo info;

    if (read(fd, &info, sizeof(info)) == sizeof(info))
        st->stopping = true;
}

/* Signals come through the loop like everything else. */
static bool watch_signals(struct station *st)
{
    sigset_t set;
    int fd;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
        return false;
    fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return fd >= 0 && dot11_loop_add(st->loop, fd, signal_readable, st) == 0;
}

static bool prepare(struct station *st)
{
    const struct options *options = &st->options;
    bool asked = options->command_count > 0 || options->script != NULL;

    st->kind = strcmp(options->radio, "sim") == 0 ? &radio_sim : &radio_hwsim;
    st->interactive = !asked && isatty(STDIN_FILENO);
    st->real_time = st->interactive || st->kind == &radio_hwsim;
    st->loop = dot11_loop_new();
    if (options->ladder)
        st->ladder = ladder_new(options->mac, isatty(STDOUT_FILENO));
    if (st->loop == NULL || !watch_signals(st)) {
        perror("dot11-station");
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    static struct station st = {
        .options = {.radio = "sim",
                    .mac = {0x02, 0xd1, 0x11, 0x00, 0x00, 0x01},
                    .ip = {10, 0, 0, 2},
                    .seed = 1}};
    bool opened;

    setlocale(LC_CTYPE, "");
    if (!take_options(&st.options, argc, argv))
        return 2;
    if (!prepare(&st))
        return 1;
    opened = station_open(&st);
    if (opened)
        run_commands(&st);
    else
        st.failed = true;
    if (!station_close(&st))
        st.failed = true;
    if (st.ladder != NULL)
        ladder_flush(st.ladder);
    ladder_free(st.ladder);
    dot11_loop_free(st.loop);
    return st.failed ? 1 : 0;
}
