package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// sshJob is what drone-ssh does on each host.
type sshJob struct {
	to    route
	hosts []string
	// The environment and the commands, joined by newlines.
	script string
	// Whether one host waits for the one before it.
	inTurn bool
	limit  time.Duration
}

// droneSSH runs a script on every host. The first error of any host ends it.
func droneSSH() error {
	job, err := readSSHJob()
	if err != nil {
		return err
	}
	// With room for all, so that no host waits for the main loop.
	ends := make(chan error, len(job.hosts))
	work := func(host string) {
		to := job.to
		to.target = to.target.at(host)
		ends <- to.run(job.script, job.limit, os.Stdout, os.Stderr)
	}
	go func() {
		for _, host := range job.hosts {
			if job.inTurn {
				work(host)
			} else {
				go work(host)
			}
		}
	}()
	for range job.hosts {
		if err := <-ends; err != nil {
			return err
		}
	}
	fmt.Println("✅ Successfully executed commands to all hosts.")
	return nil
}

// readSSHJob reads the variables of drone-ssh.
func readSSHJob() (sshJob, error) {
	v := &variables{}
	job := sshJob{hosts: present(v.list("PLUGIN_HOST", "SSH_HOST", "INPUT_HOST"))}
	job.to.target = readLogin(v, "")
	job.inTurn = v.isSet("sync", "PLUGIN_SYNC", "INPUT_SYNC")
	job.limit = v.duration("command.timeout", 10*time.Minute,
		"PLUGIN_COMMAND_TIMEOUT", "SSH_COMMAND_TIMEOUT", "INPUT_COMMAND_TIMEOUT")
	stops := v.isSet("script.stop", "PLUGIN_SCRIPT_STOP", "INPUT_SCRIPT_STOP")
	job.to.proxy = readLogin(v, "PROXY_")
	v.isSet("debug", "PLUGIN_DEBUG", "INPUT_DEBUG", "DEBUG")
	job.to.terminal = v.isSet("request-pty", "PLUGIN_REQUEST_PTY", "INPUT_REQUEST_PTY")
	if v.problem != nil {
		return job, v.problem
	}
	scripts, err := readScripts(v)
	switch {
	case err != nil:
		return job, err
	case len(job.hosts) == 0:
		return job, errors.New("error: missing server host")
	case !job.to.target.hasSecret():
		return job, errors.New("error: can't connect without a private SSH key or password")
	}
	lines := append(exports(v), commands(scripts, stops)...)
	job.script = strings.Join(lines, "\n")
	return job, nil
}

// readScripts gives the scripts of the variables and of the file that one names.
func readScripts(v *variables) ([]string, error) {
	scripts := v.list("PLUGIN_SCRIPT", "SSH_SCRIPT")
	scripts = append(scripts, v.text("", "INPUT_SCRIPT"))
	if path := v.text("", "PLUGIN_SCRIPT_FILE", "INPUT_SCRIPT_FILE"); path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, string(text))
	}
	return scripts, nil
}

// exports gives a line for each variable that `envs` names and that exists.
func exports(v *variables) []string {
	format := v.text("", "PLUGIN_ENVS_FORMAT", "INPUT_ENVS_FORMAT")
	if format == "" {
		format = "export {NAME}={VALUE}"
	}
	var lines []string
	for _, name := range v.list("PLUGIN_ENVS", "INPUT_ENVS") {
		name = strings.ToUpper(name)
		if value, found := os.LookupEnv(name); found {
			quoted := "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
			lines = append(lines, strings.NewReplacer("{NAME}", name, "{VALUE}", quoted).Replace(format))
		}
	}
	return lines
}

// exitCheck follows each line when the script is to stop at the first command that fails.
const exitCheck = "DRONE_SSH_PREV_COMMAND_EXIT_CODE=$? ; if [ $DRONE_SSH_PREV_COMMAND_EXIT_CODE -ne 0 ]; then exit $DRONE_SSH_PREV_COMMAND_EXIT_CODE; fi;"

// commands gives the scripts without the space around them; to stop at a failure, it goes line by line.
func commands(scripts []string, stops bool) []string {
	if !stops {
		return present(scripts)
	}
	var lines []string
	for _, line := range present(strings.Split(strings.Join(scripts, "\n"), "\n")) {
		lines = append(lines, line)
		if !strings.HasSuffix(line, `\`) {
			lines = append(lines, exitCheck)
		}
	}
	return lines
}
