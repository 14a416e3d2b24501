/* SPDX-License-Identifier: Apache-2.0 */
/* Attaches floor.bpf.o (first argument), says "ready", and stays until its standard input ends. */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct bpf_object *obj = argc > 1 ? bpf_object__open(argv[1]) : NULL;
	struct bpf_program *prog;
	char c;
	if (!obj || bpf_object__load(obj))
		return 1;
	prog = bpf_object__find_program_by_name(obj, "empty");
	if (!prog || !bpf_program__attach(prog))
		return 1;
	puts("ready");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	return 0;
}
