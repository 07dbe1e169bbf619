#!/usr/bin/env bash
# One node of Slurm on this machine, to try LOUPE_LAUNCHER=slurm without a cluster.
# As root, with Debian's packages slurm-wlm and munge:
#
#   . scripts/slurm_node.sh && start_node /tmp/slurm    # sets SLURM_CONF
#   stop_node /tmp/slurm
#
# Everything lies in the folder. Its ports, 6817 and 6818 unless a second word of
# start_node names the first of two others, are open to the network.

start_node() {
    local folder=$1 port=${2:-6817}
    mkdir -p "$folder/state" "$folder/spool" || return
    export SLURM_CONF=$folder/slurm.conf
    cat >"$SLURM_CONF" <<END
ClusterName=one
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
# A job that was put back waits for the second number, in seconds; it is 120 by default,
# and 5 is the least.
AuthInfo=socket=$folder/munge.sock,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SchedulerParameters=sched_interval=1
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=2000
PartitionName=all Nodes=ALL Default=YES State=UP
END
    head -c 1024 /dev/urandom >"$folder/munge.key" && chmod 400 "$folder/munge.key"
    munged --force --socket="$folder/munge.sock" --key-file="$folder/munge.key" \
        --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" \
        --seed-file="$folder/munged.seed" || return
    slurmctld -c && slurmd && sinfo
}

# Ends only what start_node began.
stop_node() {
    local name pid
    for name in slurmd slurmctld munged; do # the last one when nobody needs it any more
        pid=$(cat "$1/$name.pid")
        kill "$pid"
        # In a container nobody may fetch the status of what has ended: not `kill -0`.
        while [ -e "/proc/$pid/exe" ]; do sleep 0.1; done
    done
}
