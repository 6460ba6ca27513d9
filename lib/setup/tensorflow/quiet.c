/*
 * Keeps stderr aside while TensorFlow's library is loaded. It greets there, before any log level counts, with lines that
 * read like warnings. Node can neither copy nor replace a file descriptor, so this is a small addon: hold() begins,
 * release() ends and gives back what was written, so that real errors can be shown.
 */
#include <node_api.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const int fatal[] = {SIGABRT, SIGILL, SIGSEGV, SIGBUS};
enum { FATAL = sizeof fatal / sizeof fatal[0] };

static struct sigaction before[FATAL];
static FILE *aside;
static int real_stderr = -1;

static void put_back(void) {
  fflush(stderr);
  dup2(real_stderr, STDERR_FILENO);
  close(real_stderr);
  real_stderr = -1;
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &before[i], NULL);
}

/* The process dies: what the library said last is why. Only calls that are allowed in a signal handler. */
static void on_fatal(int number) {
  char part[1024];
  off_t place = 0;
  ssize_t size;
  while ((size = pread(fileno(aside), part, sizeof part, place)) > 0) {
    if (write(real_stderr, part, (size_t)size) < 0) break;
    place += size;
  }
  dup2(real_stderr, STDERR_FILENO);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &before[i], NULL);
  raise(number);
}

/* () -> undefined. Does nothing where there is no place for a temporary file. */
static napi_value hold(napi_env env, napi_callback_info info) {
  (void)env, (void)info;
  if (real_stderr >= 0) return NULL;
  aside = tmpfile();
  if (aside == NULL) return NULL;
  fflush(stderr);
  real_stderr = dup(STDERR_FILENO);
  if (real_stderr < 0 || dup2(fileno(aside), STDERR_FILENO) < 0) {
    fclose(aside);
    return NULL;
  }
  struct sigaction action = {.sa_handler = on_fatal};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &before[i]);
  return NULL;
}

/* () -> string: what was written to stderr since hold(). */
static napi_value release(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value text;
  long size = 0;
  char *buffer = NULL;
  if (real_stderr >= 0) {
    put_back();
    fseek(aside, 0, SEEK_END);
    size = ftell(aside);
    buffer = size > 0 ? malloc((size_t)size) : NULL;
    rewind(aside);
    size = buffer ? (long)fread(buffer, 1, (size_t)size, aside) : 0;
    fclose(aside);
  }
  napi_create_string_utf8(env, buffer ? buffer : "", (size_t)size, &text);
  free(buffer);
  return text;
}

static napi_value init(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, hold, NULL, &function);
  napi_set_named_property(env, exports, "hold", function);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, release, NULL, &function);
  napi_set_named_property(env, exports, "release", function);
  return exports;
}

NAPI_MODULE(ganbook_quiet, init)
