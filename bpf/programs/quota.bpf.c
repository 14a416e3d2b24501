/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* quotactl: one call for a dozen commands, whose structures the event spreads out. */
#include "../generated/events.h"
#include "../lib/convert.h"
#include "../lib/emit.h"
#include "../lib/file.h"

#define CMD_QUOTAON 1
#define CMD_GETFMT 4
#define CMD_GETINFO 8
#define CMD_SETINFO 16
#define CMD_GETQUOTA 32
#define CMD_SETQUOTA 64
#define CMD_XGETQUOTA 1024
#define CMD_XSETQLIM 2048
#define FMT_NOT_USED 1

#define QIF_BLIMITS 1
#define QIF_SPACE 2
#define QIF_ILIMITS 4
#define QIF_BTIME 16
#define QIF_ITIME 32
#define IIF_BGRACE 1
#define IIF_IGRACE 2
#define IIF_FLAGS 4

struct user_dqblk {
	u64 bhard, bsoft, curspace, ihard, isoft, curinodes, btime, itime;
	u32 valid, pad;
};

struct user_dqinfo {
	u64 bgrace, igrace;
	u32 flags, valid;
};

SEC("tp_btf/sys_exit")
int BPF_PROG(quota, struct pt_regs *regs, long sysret)
{
	struct task_struct *task = task__loose(bpf_get_current_task_btf());
	struct rec *r = rec__get();
	if (!r || task->tgid == own_tgid)
		return 0;
	u32 raw = r->args[0], id = r->args[2];
	u32 cmd = convert(CONV_QUOTACMD, raw >> 8);
	u64 addr = r->args[3];
	struct user_dqblk q = {};
	struct user_dqinfo info = {};
	u32 format = 0;

	if (cmd == CMD_GETQUOTA || cmd == CMD_SETQUOTA)
		bpf_probe_read_user(&q, sizeof(q), (void *)addr);
	if (cmd == CMD_GETINFO || cmd == CMD_SETINFO)
		bpf_probe_read_user(&info, sizeof(info), (void *)addr);

	rec__start(r, EV_QUOTACTL_X, NP_QUOTACTL_X);
	r->flags = r->origin;
	rec__s64(r, r->ret);
	rec__user_str(r, r->args[1]);
	if (cmd == CMD_QUOTAON)
		rec__user_str(r, addr);
	else
		rec__empty(r);
	rec__u64(r, q.valid & QIF_BLIMITS ? q.bhard : 0);
	rec__u64(r, q.valid & QIF_BLIMITS ? q.bsoft : 0);
	rec__u64(r, q.valid & QIF_SPACE ? q.curspace : 0);
	rec__u64(r, q.valid & QIF_ILIMITS ? q.ihard : 0);
	rec__u64(r, q.valid & QIF_ILIMITS ? q.isoft : 0);
	rec__u64(r, q.valid & QIF_BTIME ? q.btime : 0);
	rec__u64(r, q.valid & QIF_ITIME ? q.itime : 0);
	rec__u64(r, info.valid & IIF_BGRACE ? info.bgrace : 0);
	rec__u64(r, info.valid & IIF_IGRACE ? info.igrace : 0);
	rec__u8(r, info.valid & IIF_FLAGS ? info.flags : 0);
	if (cmd == CMD_GETFMT) {
		bpf_probe_read_user(&format, sizeof(format), (void *)addr);
		rec__u8(r, convert(CONV_QUOTAFMT, format));
	} else {
		rec__u8(r, FMT_NOT_USED);
	}
	rec__u16(r, cmd);
	rec__u8(r, convert(CONV_QUOTATYPE, raw & 0xff));
	rec__u32(r, cmd == CMD_GETQUOTA || cmd == CMD_SETQUOTA || cmd == CMD_XGETQUOTA || cmd == CMD_XSETQLIM ? id : 0);
	rec__u8(r, cmd == CMD_QUOTAON ? convert(CONV_QUOTAFMT, id) : FMT_NOT_USED);
	rec__end_event(r);
	rec__ship_current(r, task);
	return 0;
}
