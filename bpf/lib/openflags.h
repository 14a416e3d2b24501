/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Flags of the open family, in the schema's bits. */
#pragma once

#include "file.h"

#define O_WRONLY 01
#define O_RDWR 02
#define O_CREAT 0100
#define O_EXCL 0200
#define O_TRUNC 01000
#define O_APPEND 02000
#define O_NONBLOCK 04000
#define O_DSYNC 010000
#define O_DIRECT 040000
#define O_LARGEFILE 0100000
#define O_DIRECTORY 0200000
#define O_CLOEXEC 02000000
#define __O_SYNC 04000000
#define __O_TMPFILE 020000000
#define FMODE_CREATED 0x100000

#define PPM_O_RDONLY 1
#define PPM_O_WRONLY 2
#define PPM_O_RDWR 3
#define PPM_O_CREAT 4
#define PPM_O_APPEND 8
#define PPM_O_DSYNC 16
#define PPM_O_EXCL 32
#define PPM_O_NONBLOCK 64
#define PPM_O_SYNC 128
#define PPM_O_TRUNC 256
#define PPM_O_DIRECT 512
#define PPM_O_DIRECTORY 1024
#define PPM_O_LARGEFILE 2048
#define PPM_O_CLOEXEC 4096
#define PPM_O_TMPFILE 8192
#define PPM_O_F_CREATED 16384
#define PPM_FD_UPPER_LAYER 32768
#define PPM_FD_LOWER_LAYER 65536

#define BIT_TO(from, to) ((f & (from)) == (from) ? (to) : 0)

static __always_inline u32 open__flags(u32 f)
{
	u32 acc = f & 3;
	u32 out = acc == O_WRONLY ? PPM_O_WRONLY : acc == O_RDWR ? PPM_O_RDWR : acc == 0 ? PPM_O_RDONLY : 0;
	return out | BIT_TO(O_CREAT, PPM_O_CREAT) | BIT_TO(__O_TMPFILE, PPM_O_TMPFILE) |
	       BIT_TO(O_APPEND, PPM_O_APPEND) | BIT_TO(O_DSYNC, PPM_O_DSYNC) | BIT_TO(O_EXCL, PPM_O_EXCL) |
	       BIT_TO(O_NONBLOCK, PPM_O_NONBLOCK) | BIT_TO(__O_SYNC, PPM_O_SYNC) | BIT_TO(O_TRUNC, PPM_O_TRUNC) |
	       BIT_TO(O_DIRECT, PPM_O_DIRECT) | BIT_TO(O_DIRECTORY, PPM_O_DIRECTORY) |
	       BIT_TO(O_LARGEFILE, PPM_O_LARGEFILE) | BIT_TO(O_CLOEXEC, PPM_O_CLOEXEC);
}

/** The mode counts only where a file may be created. */
static __always_inline u32 open__mode(u32 f, u32 mode)
{
	return f & (O_CREAT | __O_TMPFILE) ? mode & 07777 : 0;
}

/** Flags that the opened file itself tells. */
static __always_inline u32 open__found(u64 file, struct filemeta *m)
{
	u32 layer = m->flags & FD_FLAG_UPPER_LAYER   ? PPM_FD_UPPER_LAYER
		    : m->flags & FD_FLAG_LOWER_LAYER ? PPM_FD_LOWER_LAYER
						     : 0;
	return layer | (RD(struct file, file, f_mode) & FMODE_CREATED ? PPM_O_F_CREATED : 0);
}
