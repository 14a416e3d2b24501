/* SPDX-License-Identifier: Apache-2.0 */
/* Made by src/event/generate.ts from the event schema: do not edit. */
#pragma once

/// Which program serves a system call.
struct TailProgram {
  unsigned nr;
  const char* program;
};

constexpr TailProgram kTailPrograms[] = {
    {2, "open"},  // open
    {257, "open"},  // openat
    {437, "open"},  // openat2
    {85, "open"},  // creat
    {3, "generic"},  // close
    {32, "generic"},  // dup
    {33, "generic"},  // dup2
    {292, "generic"},  // dup3
    {22, "pipe"},  // pipe
    {293, "pipe"},  // pipe2
    {319, "generic"},  // memfd_create
    {59, "exec_failed"},  // execve
    {322, "exec_failed"},  // execveat
    {57, "fork_parent"},  // fork
    {58, "fork_parent"},  // vfork
    {56, "fork_parent"},  // clone
    {435, "fork_parent"},  // clone3
    {80, "generic"},  // chdir
    {81, "generic"},  // fchdir
    {105, "generic"},  // setuid
    {106, "generic"},  // setgid
    {113, "generic"},  // setreuid
    {114, "generic"},  // setregid
    {117, "generic"},  // setresuid
    {119, "generic"},  // setresgid
    {112, "generic"},  // setsid
    {272, "generic"},  // unshare
    {308, "generic"},  // setns
    {41, "generic"},  // socket
    {49, "net"},  // bind
    {42, "net"},  // connect
    {43, "net"},  // accept
    {288, "net"},  // accept4
    {50, "generic"},  // listen
    {44, "net"},  // sendto
    {45, "net"},  // recvfrom
    {82, "generic"},  // rename
    {264, "generic"},  // renameat
    {316, "generic"},  // renameat2
    {86, "generic"},  // link
    {265, "generic"},  // linkat
    {88, "generic"},  // symlink
    {266, "generic"},  // symlinkat
    {87, "generic"},  // unlink
    {263, "generic"},  // unlinkat
    {83, "generic"},  // mkdir
    {258, "generic"},  // mkdirat
    {84, "generic"},  // rmdir
    {90, "generic"},  // chmod
    {91, "generic"},  // fchmod
    {268, "generic"},  // fchmodat
    {92, "generic"},  // chown
    {94, "generic"},  // lchown
    {93, "generic"},  // fchown
    {260, "generic"},  // fchownat
    {101, "generic"},  // ptrace
    {165, "generic"},  // mount
    {166, "generic"},  // umount2
    {175, "generic"},  // init_module
    {313, "generic"},  // finit_module
    {321, "generic"},  // bpf
    {157, "generic"},  // prctl
    {62, "generic"},  // kill
    {200, "generic"},  // tkill
    {234, "generic"},  // tgkill
};
