#!/bin/sh
# Installs the servers that the tests start for themselves: PostgreSQL, nginx, Apache, cron, and those that sites are published to
# (others of these come from PyPI). None is left running.
# Says nothing and takes no time where they are there already.
set -eu

has() { command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; }
has_postgresql() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=
has nginx || missing="$missing nginx"
has apache2 || missing="$missing apache2-bin"
has crontab || missing="$missing cron"
has_postgresql || missing="$missing postgresql"
has sshd || missing="$missing openssh-server"
has ssh-keygen || missing="$missing openssh-client"
has vsftpd || missing="$missing vsftpd"
has rsync || missing="$missing rsync"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These are needed for the tests; install them and run this again:$missing" >&2
    exit 1
fi

echo "Installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive

# Debian starts a server when it is installed, and makes a first database: neither is wanted here.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi
if ! has_postgresql && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi

apt-get update -qq >&2
# shellcheck disable=SC2086  # a list of names
apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold $missing >&2
