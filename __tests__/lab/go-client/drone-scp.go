package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// scpJob is what drone-scp does on each host.
type scpJob struct {
	to route
	// With the empty items of the list.
	hosts, targets, sources []string
	removes                 bool
	// The program that packs here and unpacks there, and its options there and here.
	tar, tarPath               string
	unpackOptions, packOptions []string
	limit                      time.Duration
	// The name of the archive, in the home directory of the server without a path.
	archive string
}

// uploadError is an error before the archive has arrived, after which nothing is to be removed.
type uploadError struct{ error }

// droneSCP packs the sources and unpacks them in every target on every host. After an error it removes the archive.
func droneSCP() error {
	job, err := readSCPJob()
	if err != nil {
		return err
	}
	local := filepath.Join(os.TempDir(), job.archive)
	if err := job.pack(local); err != nil {
		return err
	}
	ends := make(chan error)
	for _, host := range present(job.hosts) {
		go func() { ends <- job.deploy(host, local) }()
	}
	// It waits for the empty items of the list too, so with one it never ends.
	for range job.hosts {
		err := <-ends
		if err == nil {
			continue
		}
		fmt.Println("drone-scp error: ", err)
		var upload uploadError
		if !errors.As(err, &upload) {
			if err := job.rollBack(); err != nil {
				return err
			}
		}
		return err
	}
	fmt.Println("✅ Successfully executed transfer data to all host")
	return nil
}

// readSCPJob reads the variables of drone-scp.
func readSCPJob() (scpJob, error) {
	v := &variables{}
	job := scpJob{hosts: v.list("PLUGIN_HOST", "SSH_HOST", "INPUT_HOST")}
	job.to.target = readLogin(v, "")
	job.limit = v.duration("command.timeout", 10*time.Minute,
		"PLUGIN_COMMAND_TIMEOUT", "SSH_COMMAND_TIMEOUT", "INPUT_COMMAND_TIMEOUT")
	job.targets = v.list("PLUGIN_TARGET", "SSH_TARGET", "INPUT_TARGET")
	job.sources = v.list("PLUGIN_SOURCE", "SCP_SOURCE", "INPUT_SOURCE")
	job.removes = v.isSet("rm", "PLUGIN_RM", "SCP_RM", "INPUT_RM")
	job.to.proxy = readLogin(v, "PROXY_")
	job.tar = v.text("tar", "PLUGIN_TAR_EXEC", "SSH_TAR_EXEC", "INPUT_TAR_EXEC")
	job.tarPath = v.text("", "PLUGIN_TAR_TMP_PATH", "SSH_TAR_TMP_PATH", "INPUT_TAR_TMP_PATH")
	if strip := v.number("strip.components", 0,
		"PLUGIN_STRIP_COMPONENTS", "TAR_STRIP_COMPONENTS", "INPUT_STRIP_COMPONENTS"); strip > 0 {
		job.unpackOptions = append(job.unpackOptions, "--strip-components", strconv.FormatInt(strip, 10))
	}
	v.isSet("debug", "PLUGIN_DEBUG", "INPUT_DEBUG")
	if v.isSet("overwrite", "PLUGIN_OVERWRITE", "INPUT_OVERWRITE") {
		job.unpackOptions = append(job.unpackOptions, "--overwrite")
	}
	if v.isSet("unlink.first", "PLUGIN_UNLINK_FIRST", "INPUT_UNLINK_FIRST") {
		job.unpackOptions = append(job.unpackOptions, "--unlink-first")
	}
	if v.isSet("tar.dereference", "PLUGIN_TAR_DEREFERENCE", "INPUT_TAR_DEREFERENCE") {
		job.packOptions = append(job.packOptions, "--dereference")
	}
	job.archive = rand.Text()[:10] + ".tar.gz"
	switch {
	case v.problem != nil:
		return job, v.problem
	case !job.to.target.hasSecret():
		return job, errors.New("Error: can't connect without a private SSH key or password")
	case len(job.sources) == 0 || len(job.targets) == 0:
		return job, errors.New("missing source or target config")
	case len(present(job.hosts)) == 0:
		return job, errors.New("Error: missing server host")
	}
	return job, nil
}

// pack writes what the patterns of the sources match to an archive, without what those with a `!` before them match.
func (j scpJob) pack(local string) error {
	var args, files []string
	for _, pattern := range present(j.sources) {
		excluded := strings.HasPrefix(pattern, "!")
		found, err := filepath.Glob(strings.TrimPrefix(pattern, "!"))
		if err != nil {
			fmt.Printf("Glob error for %q: %s\n", pattern, err)
		}
		for _, file := range found {
			if excluded {
				args = append(args, "--exclude", file)
			} else {
				files = append(files, file)
			}
		}
	}
	args = append(append(append(args, j.packOptions...), "-zcf", local), files...)
	command := exec.Command(j.tar, args...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// deploy brings the archive to one host and unpacks it in each target. Whatever mkdir says on stderr is an error.
func (j scpJob) deploy(host, local string) error {
	to := j.at(host)
	// Its protocol is for reading host:port alone.
	to.target.protocol, to.proxy.protocol = "tcp", "tcp"
	isWindows := to.run("ver", j.limit, io.Discard, io.Discard) == nil
	archive := j.tarPath + j.archive
	if err := upload(to, local, archive); err != nil {
		return uploadError{fmt.Errorf("error copy file to dest: %s, error message: %s\n", to.target.host, err)}
	}
	for _, target := range j.targets {
		target = strings.ReplaceAll(target, " ", `\ `)
		if j.removes {
			if err := to.run(removal(isWindows, target), j.limit, io.Discard, io.Discard); err != nil {
				return err
			}
		}
		create := "mkdir -p " + target
		if isWindows {
			create = "if not exist " + target + " mkdir " + target
		}
		if err := j.runInSilence(to, create); err != nil {
			return err
		}
		words := append(append([]string{j.tar, "-zxf", archive}, j.unpackOptions...), "-C", target)
		if err := to.run(strings.Join(words, " "), j.limit, os.Stdout, os.Stdout); err != nil {
			return err
		}
	}
	return j.runInSilence(to, removal(isWindows, archive))
}

// rollBack removes the archive from every host.
func (j scpJob) rollBack() error {
	for _, host := range present(j.hosts) {
		to := j.at(host)
		isWindows := to.run("ver", j.limit, io.Discard, io.Discard) == nil
		if err := j.runInSilence(to, removal(isWindows, j.tarPath+j.archive)); err != nil {
			return err
		}
	}
	return nil
}

// at gives the route to an item of the list of hosts.
func (j scpJob) at(host string) route {
	to := j.to
	to.target = to.target.at(host)
	return to
}

// runInSilence runs a command that fails also when it says anything on stderr, without being an error there.
func (j scpJob) runInSilence(to route, command string) error {
	var said bytes.Buffer
	if err := to.run(command, j.limit, io.Discard, &said); err != nil {
		return err
	}
	if said.Len() > 0 {
		return errors.New(said.String())
	}
	return nil
}

// removal is the command that removes a file or a directory.
func removal(isWindows bool, path string) string {
	if isWindows {
		return "DEL /F /S " + path
	}
	return "rm -rf " + path
}

// upload copies a file by `scp -t` on the server. It connects twice and uses the second connection, as the library does.
func upload(to route, local, remote string) error {
	first, err := to.open()
	if err != nil {
		return err
	}
	defer first.Close()
	content, err := os.ReadFile(local)
	if err != nil {
		return err
	}
	second, err := to.open()
	if err != nil {
		return err
	}
	defer second.Close()
	second.Stdin = io.MultiReader(
		strings.NewReader(fmt.Sprintln("C0644", len(content), filepath.Base(remote))),
		bytes.NewReader(content),
		strings.NewReader("\x00"),
	)
	return second.Run("scp -tr '" + strings.ReplaceAll(remote, "'", `'\''`) + "'")
}
