// Ordinary work, as machines do it all day. Each piece is a shell script, run in a directory of its own.

/** A piece of work. */
export interface Work {
  readonly title: string;
  /** Programs without which it is skipped. */
  readonly needs: readonly string[];
  readonly script: string;
}

const DEB = `
mkdir -p p/DEBIAN p/usr/bin p/etc p/usr/lib/systemd/system
printf 'Package: saker-noise\\nVersion: 1\\nArchitecture: all\\nMaintainer: none <none@example.org>\\nDescription: nothing\\n' > p/DEBIAN/control
printf '/etc/saker-noise.conf\\n' > p/DEBIAN/conffiles
printf '#!/bin/sh\\nset -e\\nchmod 755 /usr/bin/saker-noise\\nldconfig\\n' > p/DEBIAN/postinst
printf 'x=1\\n' > p/etc/saker-noise.conf
printf '#!/bin/sh\\n:\\n' > p/usr/bin/saker-noise
printf '[Unit]\\nDescription=nothing\\n' > p/usr/lib/systemd/system/saker-noise.service
chmod 755 p/DEBIAN/postinst p/usr/bin/saker-noise
dpkg-deb --root-owner-group -b p x.deb`;

/** Others may be installing something. */
const LOCKED = `
locked() {
  for i in $(seq 60); do
    "$@" 2>err && return 0
    grep -q lock err || break
    sleep 1
  done
  cat err >&2
  return 1
}`;
const APT = "apt-get -o DPkg::Lock::Timeout=60 -qq -y";

const C_SOURCES = `
for i in $(seq 1 40); do printf '#include <stdio.h>\\nint f%d(int x) { printf("%%d", x); return x * %d; }\\n' $i $i > f$i.c; done
printf 'int main(void) { return 0; }\\n' > main.c
printf 'OBJS := $(patsubst %%.c,%%.o,$(wildcard *.c))\\nall: $(OBJS)\\n\\t$(CC) -o prog $(OBJS)\\nclean:\\n\\trm -f $(OBJS) prog\\ninstall: all\\n\\tinstall -D prog dest/usr/bin/prog\\n' > Makefile`;

const POSTGRES = `
bin=$(dirname "$(readlink -f "$(command -v initdb)")")
chown postgres . && chmod 755 .
cat > load.sh <<END
set -e
cd $PWD
$bin/initdb -D data -A trust >/dev/null
$bin/pg_ctl -D data -o "-k $PWD -h '' -p 55432" -l log -w start >/dev/null
$bin/createdb -h $PWD -p 55432 noise
$bin/psql -q -h $PWD -p 55432 noise -c 'create table t (a int, b text)'
for i in 1 2 3 4 5 6 7 8; do
  $bin/psql -q -h $PWD -p 55432 noise -c "insert into t select i, md5(i::text) from generate_series(1, 5000) i; select count(*) from t" >/dev/null
done
$bin/pg_dump -h $PWD -p 55432 noise > dump.sql
$bin/vacuumdb -q -h $PWD -p 55432 noise
$bin/pg_ctl -D data -m fast stop >/dev/null
END
setpriv --reuid=postgres --regid=postgres --clear-groups sh load.sh`;

const NGINX = `
mkdir -p html logs && head -c 20000 /dev/zero > html/page
cat > nginx.conf <<END
pid $PWD/nginx.pid; error_log $PWD/logs/error.log; worker_processes 2;
events { worker_connections 64; }
http { access_log $PWD/logs/access.log; client_body_temp_path $PWD/a; proxy_temp_path $PWD/b; fastcgi_temp_path $PWD/c;
  uwsgi_temp_path $PWD/d; scgi_temp_path $PWD/e; server { listen 127.0.0.1:18089; root $PWD/html; } }
END
chmod 755 .
nginx -c $PWD/nginx.conf -p $PWD
for i in $(seq 1 60); do curl -sf -o /dev/null http://127.0.0.1:18089/page; done
mv logs/access.log logs/access.log.1 && kill -USR1 $(cat nginx.pid)
nginx -c $PWD/nginx.conf -p $PWD -s reload
for i in $(seq 1 20); do curl -sf -o /dev/null http://127.0.0.1:18089/page; done
nginx -c $PWD/nginx.conf -p $PWD -s quit`;

const NPM = `
mkdir dep app
printf '{"name":"dep","version":"1.0.0","main":"x.js","scripts":{"install":"node -e 0"}}' > dep/package.json
printf 'module.exports = 1;' > dep/x.js
printf '{"name":"app","version":"1.0.0","dependencies":{"dep":"file:../dep"},"scripts":{"build":"node -e 0","test":"node --version"}}' > app/package.json
cd app
npm install --offline --no-audit --no-fund --silent
npm ci --offline --no-audit --no-fund --silent
npm run --silent build
npm test --silent
npm pack --silent`;

const LOGROTATE = `
for i in 1 2 3; do echo line >> app.log; done
printf '%s/app.log {\\n rotate 2\\n copytruncate\\n compress\\n size 1\\n}\\n' "$PWD" > conf
chmod 644 conf && logrotate -s state conf && logrotate -f -s state conf`;

/** Everything that is done. */
export const WORK: readonly Work[] = [
  {
    title: "dpkg: build, install, remove",
    needs: ["dpkg-deb", "dpkg"],
    script: `${LOCKED}\n${DEB}\nlocked dpkg -i x.deb\nlocked dpkg -P saker-noise`,
  },
  {
    title: "apt-get: install, remove",
    needs: ["dpkg-deb", "apt-get"],
    script: `${DEB}\n${APT} install ./x.deb\n${APT} install --reinstall ./x.deb\n${APT} purge saker-noise`,
  },
  {
    title: "apt: questions",
    needs: ["apt-get"],
    script: "apt-cache policy bash; apt-cache show bash; apt-mark showmanual; dpkg -S /bin/ls",
  },
  { title: "npm: install, ci, build, test, pack", needs: ["npm"], script: NPM },
  {
    title: "a build with make and cc",
    needs: ["make", "cc"],
    script: `${C_SOURCES}\nmake -s -j2\nmake -s install\nmake -s clean`,
  },
  {
    title: "git: clone, commit, branch, merge",
    needs: ["git"],
    script: `
git init -q a && cd a && git config user.name x && git config user.email x@example.org
for i in 1 2 3 4 5; do echo $i > f$i && git add . && git commit -qm $i; done
cd .. && git clone -q "file://$PWD/a" b && cd b && git config user.name x && git config user.email x@example.org
git checkout -qb side && echo s > s && git add s && git commit -qm s && git checkout -q - && git merge -q --no-edit side
git fetch -q && git gc -q && git log --stat >/dev/null && git archive HEAD | tar t`,
  },
  { title: "PostgreSQL under load", needs: ["initdb", "setpriv"], script: POSTGRES },
  { title: "nginx under load, log rotation, reload", needs: ["nginx", "curl"], script: NGINX },
  { title: "logrotate", needs: ["logrotate"], script: LOGROTATE },
  {
    title: "daily jobs of cron",
    needs: ["run-parts"],
    script: "for j in dpkg logrotate man-db; do [ -x /etc/cron.daily/$j ] && /etc/cron.daily/$j; done; true",
  },
  {
    title: "Python: a virtual environment, a script",
    needs: ["python3"],
    script: `python3 -m venv --without-pip v\nv/bin/python -c 'import json, sqlite3, subprocess; print(subprocess.check_output(["uname", "-a"]))'\npython3 -m compileall -q v >/dev/null`,
  },
  {
    title: "archives, search, checksums",
    needs: ["tar", "find"],
    script: `
tar czf a.tgz /usr/share/common-licenses 2>/dev/null; tar xzf a.tgz; find . -type f -name '*PL*' | xargs sha256sum >/dev/null
grep -r -c warranty usr >/dev/null; sed -i s/GNU/gnu/ usr/share/common-licenses/GPL-2; sort usr/share/common-licenses/* | uniq -c | sort -rn | head -3
cp -a usr u2; mv u2 u3; rm -r u3; du -s .; df .; dd if=/dev/zero of=z bs=64k count=16 2>/dev/null`,
  },
  {
    title: "looking after the machine",
    needs: [],
    script:
      "ps aux; df -h; free; uptime; mount; ls -la /etc /var/log; cat /etc/passwd /etc/os-release; id; hostname; sysctl -a; ss -ltn; lsmod; uname -a; date",
  },
  {
    title: "another user's shell",
    needs: ["su"],
    script:
      "chmod 777 .; su -s /bin/sh nobody -c 'id; touch x; ls'; nice -n 5 true; timeout 1 true; env -u HOME sh -c 'umask'",
  },
  {
    title: "a Python package, installed without a network",
    needs: ["python3", "pip3"],
    script: `
mkdir -p d/noisepkg && : > d/noisepkg/__init__.py
printf 'from setuptools import setup\nsetup(name="noisepkg", version="1", packages=["noisepkg"])\n' > d/setup.py
pip3 install -q --no-index --no-build-isolation --no-deps --target t ./d || python3 d/setup.py --version`,
  },
  { title: "files to another place", needs: ["rsync"], script: "mkdir a b && echo x > a/x && rsync -a a/ b/" },
  {
    title: "an SSH key for a new machine",
    needs: ["ssh-keygen"],
    script: "ssh-keygen -q -t ed25519 -N '' -f k; ssh-keygen -lf k.pub",
  },
];
