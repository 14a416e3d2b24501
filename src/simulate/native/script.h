/* Scripts of declarative tests: what each process of a chain does, instruction by instruction. */
#ifndef SAKER_SCRIPT_H
#define SAKER_SCRIPT_H

#include "deed.h"

/* In the environment of a process of a chain: the number of its part. The script itself is open as SCRIPT_FD. */
#define SCRIPT_ENV "SAKER_SIMULATE_PART"
/* Far from the descriptors that tests name. */
#define SCRIPT_FD 900
#define REPORT_FD 901
#define REGISTERS 256

/* An instruction: its words, the first of which is its name. */
struct words {
	int count;
	char **word;
};

/* Says what went wrong, on the descriptor where whoever started the chain reads, and exits. */
_Noreturn void script_die(const char *what);

/* Ends the processes that a test needed, and exits. */
_Noreturn void script_exit(int status);

/* If this process is one of a chain, does its part and exits. */
void script_resume(void);

/* The instructions for what a test needs and for what it does; give 0 if there is none of that name. */
int script_resource(const struct words *w, long *reg);
int script_call(const struct words *w, long *reg);

/* spawn EXE LINK ARG0 UID GID CAPS PART FILELESS ARGC ARG... ENVC ENV...; gives the process. */
pid_t script_spawn(const struct words *w);

/* Makes the directories above a path. */
void script_make_above(const char *path);

/* Settings that the first process makes: a view of the file system, a network, a user of its own. */
void script_own_root(const char *dir);
void script_own_network(void);
void script_add_user(const char *name, const char *id);
void script_join(const char *list);
void script_address(int family, const char *ip);

#endif
