// How events of old captures become those of today: one row for each event code and number of parameters that needs
// care. Columns: code, number of parameters found, action, where the parameters of the result come from, new code.
//
// Actions: `store` = keep as the enter event of its thread, show nobody; `pass` = leave as it is; `store+pass` = both;
// `add` = append parameters; `become` = build an event of another code.
//
// Parameters: `oN` = number N of the event itself; `eN` = number N of the thread's enter event, or a value of zeros
// without one; `eN?` = likewise, but empty without one; `d` = a value of zeros; `-` = empty; `container` = JSON made of
// the four parameters of an old container event.
//

export type ConversionRow = readonly [
  code: number,
  nparams: number,
  action: "store" | "pass" | "store+pass" | "add" | "become",
  params?: string,
  to?: number,
];

export const CONVERSION_ROWS: readonly ConversionRow[] = [
  [0, 2, "store"], // syscall >
  [1, 1, "add", "e1?"], // syscall <
  [2, 0, "add", "- - -"], // open >
  [2, 3, "pass"],
  [3, 4, "add", "-"], // open <
  [3, 5, "add", "-"],
  [4, 1, "store"], // close >
  [5, 1, "add", "e0"], // close <
  [6, 2, "store"], // read >
  [7, 2, "add", "e0 e1"], // read <
  [8, 2, "store"], // write >
  [9, 2, "add", "e0 e1"], // write <
  [10, 1, "store"], // brk >
  [11, 1, "become", "o0 e0? - - -", 159], // brk <
  [12, 0, "become", "", 154], // execve >
  [13, 8, "become", "o0 o1 o2 o3 o4 o5 o6 o7 - - - - -", 155], // execve <
  [15, 11, "become", "o0 o1 o2 o3 o4 o5 o6 o7 - - - - - o8 o9 o10", 157], // clone <
  [16, 0, "become", "- - - - -", 186], // procexit >
  [18, 3, "store"], // socket >
  [19, 1, "add", "e0 e1 e2"], // socket <
  [19, 4, "add", "d"],
  [20, 1, "store"], // bind >
  [21, 2, "add", "e0"], // bind <
  [22, 1, "add", "d"], // connect >
  [22, 2, "store+pass"],
  [23, 2, "add", "e0"], // connect <
  [23, 3, "add", "e1"],
  [24, 2, "store"], // listen >
  [25, 1, "add", "e0 e1"], // listen <
  [27, 3, "become", "o0 o1 o2 d d", 247], // accept <
  [28, 2, "store"], // send >
  [29, 2, "add", "e0 e1 d"], // send <
  [30, 3, "store"], // sendto >
  [31, 2, "add", "e0 e1 e2"], // sendto <
  [32, 2, "store"], // recv >
  [33, 2, "add", "e0 e1 d"], // recv <
  [34, 2, "store"], // recvfrom >
  [35, 3, "add", "e0 e1"], // recvfrom <
  [36, 2, "store"], // shutdown >
  [37, 1, "add", "e0 e1"], // shutdown <
  [42, 3, "store"], // socketpair >
  [43, 5, "add", "e0 e1 e2"], // socketpair <
  [48, 3, "store"], // sendmsg >
  [49, 2, "add", "e0 e1 e2"], // sendmsg <
  [51, 0, "add", "d - - - -"], // sendmmsg <
  [52, 1, "store"], // recvmsg >
  [53, 4, "add", "d"], // recvmsg <
  [53, 5, "add", "e0"],
  [55, 0, "add", "d - - - - -"], // recvmmsg <
  [56, 1, "store"], // accept >
  [57, 3, "become", "o0 o1 o2 d d e0", 389], // accept <
  [58, 0, "add", "- -"], // creat >
  [58, 2, "pass"],
  [59, 3, "add", "-"], // creat <
  [59, 4, "add", "-"],
  [59, 5, "add", "-"],
  [62, 2, "store"], // eventfd >
  [63, 1, "add", "e0 e1"], // eventfd <
  [64, 3, "store"], // futex >
  [65, 1, "add", "e0 e1 e2"], // futex <
  [70, 1, "store"], // fstat >
  [71, 1, "add", "e0"], // fstat <
  [78, 1, "store"], // epoll_wait >
  [79, 1, "add", "e0"], // epoll_wait <
  [80, 2, "store"], // poll >
  [81, 2, "add", "e1"], // poll <
  [85, 1, "become", "o0", 83], // select <
  [86, 3, "store"], // lseek >
  [87, 1, "add", "e0 e1 e2"], // lseek <
  [88, 3, "store"], // llseek >
  [89, 1, "add", "e0 e1 e2"], // llseek <
  [90, 2, "store"], // ioctl >
  [91, 1, "become", "o0 e0? e1? -", 171], // ioctl <
  [96, 1, "store"], // fchdir >
  [97, 1, "add", "e0?"], // fchdir <
  [98, 2, "store"], // mkdir >
  [99, 1, "become", "o0 e0? e1?", 277], // mkdir <
  [100, 1, "store"], // rmdir >
  [101, 1, "become", "o0 e0?", 279], // rmdir <
  [102, 4, "store"], // openat >
  [103, 1, "become", "o0 e0? e1? e2? e3? - -", 307], // openat <
  [104, 2, "store"], // link >
  [105, 1, "become", "o0 e0? e1?", 309], // link <
  [106, 4, "store"], // linkat >
  [107, 1, "become", "o0 e0? e1? e2? e3? -", 311], // linkat <
  [108, 1, "store"], // unlink >
  [109, 1, "become", "o0 e0?", 301], // unlink <
  [110, 2, "store"], // unlinkat >
  [111, 1, "become", "o0 e0? e1? -", 303], // unlinkat <
  [112, 3, "store"], // pread >
  [113, 2, "add", "e0 e1 e2"], // pread <
  [114, 3, "store"], // pwrite >
  [115, 2, "add", "e0 e1 e2"], // pwrite <
  [116, 1, "store"], // readv >
  [117, 3, "add", "e0"], // readv <
  [118, 2, "store"], // writev >
  [119, 2, "add", "e0 e1"], // writev <
  [120, 2, "store"], // preadv >
  [121, 3, "add", "e0 e1"], // preadv <
  [122, 3, "store"], // pwritev >
  [123, 2, "add", "e0 e1 e2"], // pwritev <
  [124, 1, "store"], // dup >
  [125, 1, "become", "o0 e0?", 367], // dup <
  [126, 3, "store"], // signalfd >
  [127, 1, "add", "e0 e1 e2"], // signalfd <
  [128, 2, "store"], // kill >
  [129, 1, "add", "e0 e1"], // kill <
  [130, 2, "store"], // tkill >
  [131, 1, "add", "e0 e1"], // tkill <
  [132, 3, "store"], // tgkill >
  [133, 1, "add", "e0 e1 e2"], // tgkill <
  [134, 1, "store"], // nanosleep >
  [135, 1, "add", "e0"], // nanosleep <
  [136, 2, "store"], // timerfd_create >
  [137, 1, "add", "e0 e1"], // timerfd_create <
  [138, 1, "store"], // inotify_init >
  [139, 1, "add", "e0"], // inotify_init <
  [140, 1, "store"], // getrlimit >
  [141, 3, "add", "e0"], // getrlimit <
  [142, 1, "store"], // setrlimit >
  [143, 3, "add", "e0"], // setrlimit <
  [144, 2, "store"], // prlimit >
  [145, 5, "add", "e0? e1?"], // prlimit <
  [146, 1, "become", "o0 - - - - -", 152], // switch >
  [150, 2, "store"], // fcntl >
  [151, 1, "add", "e0 e1"], // fcntl <
  [151, 3, "add", "d"],
  [154, 0, "become", "", 172], // execve >
  [155, 13, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 -", 173], // execve <
  [157, 16, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 - o13 o14 o15", 217], // clone <
  [158, 1, "store"], // brk >
  [159, 4, "add", "e0?"], // brk <
  [160, 6, "store"], // mmap >
  [161, 4, "add", "e0 e1 e2 e3 e4 e5"], // mmap <
  [162, 6, "store"], // mmap2 >
  [163, 4, "add", "e0 e1 e2 e3 e4 e5"], // mmap2 <
  [164, 2, "store"], // munmap >
  [165, 4, "add", "e0 e1"], // munmap <
  [166, 4, "store"], // splice >
  [167, 1, "add", "e0 e1 e2 e3"], // splice <
  [168, 2, "store"], // ptrace >
  [169, 0, "add", "- - -"], // ptrace <
  [169, 3, "add", "e0? e1?"],
  [170, 3, "store"], // ioctl >
  [171, 1, "add", "e0 e1 e2"], // ioctl <
  [172, 0, "become", "", 214], // execve >
  [173, 14, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 - o13", 215], // execve <
  [183, 16, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 - o13 o14 o15", 219], // fork <
  [185, 16, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 - o13 o14 o15", 221], // vfork <
  [188, 4, "store"], // sendfile >
  [189, 2, "add", "e0 e1 e3"], // sendfile <
  [190, 4, "store"], // quotactl >
  [191, 14, "add", "e0 e1 e2 e3"], // quotactl <
  [192, 3, "store"], // setresuid >
  [193, 1, "add", "e0? e1? e2?"], // setresuid <
  [194, 3, "store"], // setresgid >
  [195, 1, "add", "e0? e1? e2?"], // setresgid <
  [198, 1, "store"], // setuid >
  [199, 1, "add", "e0?"], // setuid <
  [200, 1, "store"], // setgid >
  [201, 1, "add", "e0?"], // setgid <
  [214, 0, "become", "", 230], // execve >
  [215, 15, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 - o14", 231], // execve <
  [217, 17, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 - o14 o15 o16 - -", 223], // clone <
  [219, 17, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 - o14 o15 o16 - -", 225], // fork <
  [221, 17, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 - o14 o15 o16 - -", 227], // vfork <
  [223, 20, "add", "-"], // clone <
  [225, 20, "add", "-"], // fork <
  [227, 20, "add", "-"], // vfork <
  [228, 4, "become", "container", 272], // container >
  [230, 0, "become", "", 282], // execve >
  [231, 16, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 o14 o15 -", 283], // execve <
  [236, 1, "store"], // getdents >
  [237, 1, "add", "e0"], // getdents <
  [238, 1, "store"], // getdents64 >
  [239, 1, "add", "e0"], // getdents64 <
  [240, 2, "store"], // setns >
  [241, 1, "add", "e0? e1?"], // setns <
  [242, 2, "store"], // flock >
  [243, 1, "add", "e0 e1"], // flock <
  [248, 1, "store"], // accept >
  [249, 5, "become", "o0 o1 o2 o3 o4 e0", 389], // accept <
  [250, 1, "store"], // semop >
  [251, 8, "add", "e0"], // semop <
  [252, 4, "store"], // semctl >
  [253, 1, "add", "e0 e1 e2 e3"], // semctl <
  [254, 3, "store"], // ppoll >
  [255, 2, "add", "e1 e2"], // ppoll <
  [256, 1, "store"], // mount >
  [257, 4, "add", "e0"], // mount <
  [259, 2, "become", "o0 o1", 387], // umount <
  [262, 3, "store"], // semget >
  [263, 1, "add", "e0 e1 e2"], // semget <
  [264, 1, "store"], // access >
  [265, 2, "add", "e0"], // access <
  [272, 1, "become", "o0", 324], // container >
  [276, 1, "store"], // mkdir >
  [277, 2, "add", "e0?"], // mkdir <
  [282, 0, "become", "-", 288], // execve >
  [283, 17, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 o14 o15 o16", 289], // execve <
  [284, 1, "store"], // unshare >
  [285, 1, "add", "e0"], // unshare <
  [288, 1, "become", "o0", 292], // execve >
  [289, 17, "become", "o0 o1 o2 o3 o4 o5 o6 o7 o8 o9 o10 o11 o12 o13 o14 o15 o16 -", 293], // execve <
  [292, 1, "store+pass"], // execve >
  [293, 18, "add", "-"], // execve <
  [293, 19, "add", "-"],
  [293, 20, "add", "- - -"],
  [293, 23, "add", "- - -"],
  [293, 26, "add", "-"],
  [293, 27, "add", "-"],
  [293, 28, "add", "-"],
  [293, 29, "add", "-"],
  [293, 30, "add", "e0?"],
  [294, 2, "store"], // setpgid >
  [295, 1, "add", "e0? e1?"], // setpgid <
  [296, 1, "store"], // bpf >
  [297, 1, "become", "o0 e0?", 369], // bpf <
  [298, 1, "add", "d"], // seccomp >
  [298, 2, "store"],
  [299, 1, "add", "e0 e1"], // seccomp <
  [306, 0, "add", "- - - -"], // openat >
  [306, 4, "pass"],
  [307, 5, "add", "-"], // openat <
  [307, 6, "add", "-"],
  [326, 0, "add", "- - - - -"], // openat2 >
  [326, 5, "pass"],
  [327, 6, "add", "- -"], // openat2 <
  [328, 3, "store"], // mprotect >
  [329, 1, "add", "e0 e1 e2"], // mprotect <
  [330, 3, "pass"], // execveat >
  [331, 19, "add", "-"], // execveat <
  [331, 20, "add", "- - -"],
  [331, 23, "add", "- - -"],
  [331, 26, "add", "-"],
  [331, 27, "add", "-"],
  [331, 28, "add", "-"],
  [331, 29, "add", "-"],
  [332, 3, "store"], // copy_file_range >
  [333, 3, "add", "e0 e1 e2"], // copy_file_range <
  [335, 20, "add", "-"], // clone3 <
  [374, 1, "store"], // epoll_create >
  [375, 1, "add", "e0"], // epoll_create <
  [376, 1, "store"], // epoll_create1 >
  [377, 1, "add", "e0"], // epoll_create1 <
  [388, 1, "store"], // accept4 >
  [389, 5, "add", "e0"], // accept4 <
  [390, 1, "store"], // umount2 >
  [391, 2, "add", "e0"], // umount2 <
  [396, 1, "store"], // eventfd2 >
  [397, 2, "add", "e0"], // eventfd2 <
  [398, 2, "store"], // signalfd4 >
  [399, 2, "add", "e0 e1"], // signalfd4 <
];
