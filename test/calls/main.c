#include <ftw.h>
#include <stdarg.h>

#include "calls.h"

const struct family families[] = {
    {"files", run_files},   {"tree", run_tree},       {"fds", run_fds},
    {"newfds", run_newfds}, {"io", run_io},           {"waits", run_waits},
    {"memory", run_memory}, {"ids", run_ids},         {"processes", run_processes},
    {"ipc", run_ipc},       {"sockets", run_sockets}, {"messages", run_messages},
    {"kernel", run_kernel}, {"keys", run_keys},       {"uring", run_uring},
    {"ia32", run_ia32},     {"generic", run_generic}, {NULL, NULL},
};

static char dir[64];
static int open_line;

static void end_line(void) {
  if (open_line) puts("}");
  open_line = 0;
}

void lines_done(void) {
  end_line();
  fflush(stdout);
}

static void text(const char *s) {
  putchar('"');
  for (; *s; s++)
    if (*s == '"' || *s == '\\' || (unsigned char)*s < 32)
      printf("\\u%04x", (unsigned char)*s);
    else
      putchar(*s);
  putchar('"');
}

void want(const char *call, const char *params, ...) {
  va_list ap;

  end_line();
  printf("{\"call\":\"%s\",\"tid\":%d,\"params\":[", call, gettid());
  va_start(ap, params);
  for (const char *p = params; *p; p++) {
    const char *sep = p[1] ? "," : "";
    switch (*p) {
      case 'i':
        printf("{\"int\":\"%ld\"}%s", va_arg(ap, long), sep);
        break;
      case 's':
        printf("{\"text\":");
        text(va_arg(ap, const char *));
        printf("}%s", sep);
        break;
      case 'b': {
        const unsigned char *b = va_arg(ap, const void *);
        int n = va_arg(ap, int);
        printf("{\"hex\":\"");
        for (int i = 0; i < n; i++) printf("%02x", b[i]);
        printf("\"}%s", sep);
        break;
      }
      case 'e':
        printf("{\"empty\":true}%s", sep);
        break;
      case 'n':
        printf("{\"positive\":true}%s", sep);
        break;
      default:
        printf("{\"any\":true}%s", sep);
    }
  }
  va_end(ap);
  printf("]");
  open_line = 1;
}

void want_file(const char *path) {
  printf(",\"file\":");
  text(path);
}

void want_flags(int flags) { printf(",\"flags\":%d", flags); }

void cannot(const char *call, const char *why) {
  end_line();
  printf("{\"cannot\":\"%s\",\"why\":\"%s\"}\n", call, why);
}

const char *scratch(const char *name) {
  static char paths[16][128];
  static int next;
  char *p = paths[next++ & 15];

  snprintf(p, sizeof(paths[0]), "%s/%s", dir, name);
  return p;
}

int scratch_file(const char *name, const char *content) {
  int fd = open(scratch(name), O_RDWR | O_CREAT | O_TRUNC, 0644);

  if (fd < 0 || write(fd, content, strlen(content)) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
    perror("scratch file");
    exit(1);
  }
  return fd;
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *ftw) { return remove(path); }

int main(int argc, char **argv) {
  static char out[1 << 18];
  const char *patience = getenv("SAKER_TEST_PATIENCE");

  alarm(20 * (patience ? atoi(patience) : 1));
  setvbuf(stdout, out, _IOFBF, sizeof(out));
  signal(SIGPIPE, SIG_IGN);
  strcpy(dir, "/tmp/saker-calls-XXXXXX");
  if (argc < 2 || !mkdtemp(dir)) return 2;
  for (const struct family *f = families; f->name; f++)
    if (!strcmp(f->name, argv[1])) f->run(argc - 2, argv + 2);
  lines_done();
  nftw(dir, drop, 16, FTW_DEPTH | FTW_PHYS);
  return 0;
}
