// SPDX-License-Identifier: MPL-2.0

package command

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/page"
)

// Exit codes of the subcommand itself. Otherwise, it exits as its command does.
const (
	exitFailure  = 1
	exitUsage    = 2
	exitNotFound = 127
)

// settings are the values of the flags.
type settings struct {
	listen  string
	options simulator.Options
	command []string
}

// Run executes `simulate` with the arguments that follow its name, and returns
// the exit code.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, environ []string) int {
	given, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}

	if err != nil {
		report(stderr, err)

		return exitUsage
	}

	code, err := start(ctx, given, stdout, stderr, environ)
	if err != nil {
		report(stderr, err)
	}

	return code
}

func report(stderr io.Writer, err error) {
	// There is no other place to report it.
	_, _ = fmt.Fprintf(stderr, "simulate: %v\n", err)
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var (
		given settings
		file  string
	)

	// Everything after -- belongs to the command, flags included.
	if at := slices.Index(args, "--"); at >= 0 {
		given.command = args[at+1:]
		if len(given.command) == 0 {
			return settings{}, errors.New("no command after --; leave out -- to serve until interrupted")
		}

		args = args[:at]
	}

	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&given.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes any free port")
	flags.StringVar(&file, "organization", "", "start state: small (the default), sloppy, tidy, or a JSON `file` that describes it")
	flags.DurationVar(&given.options.Latency, "latency", 0, "how long every answer takes, such as 50ms")
	flags.IntVar(&given.options.RateLimit, "rate-limit", 0, "requests per minute; 0 is no limit. With a limit, the audit log allows 10 of its own")
	flags.BoolVar(&given.options.LiveForms, "live-forms", false, "send the nulls and additional fields that live answers were seen to have, against the documents")
	flags.BoolVar(&given.options.GroupUpdate, "group-update", false, "serve PATCH .../groups/{groupId}, which renames a group; its form is a guess, so it is off")
	flags.DurationVar(&given.options.Lag, "lag", 0, "how long searches run behind what was written, and moves between authentication policies take, such as 2s")
	flags.DurationVar(&given.options.EventLag, "event-lag", 0, "how much later than it happened the audit log shows an event, such as 1m")

	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(flags, stderr)

			return settings{}, err
		}

		return settings{}, fmt.Errorf("%w; -help lists the flags", err)
	}

	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q; a command to run comes after --, as in: simulate -- terraform test", flags.Arg(0))
	}

	if err := given.check(); err != nil {
		return settings{}, err
	}

	organization, err := load(file)
	given.options.Organization = organization

	return given, err
}

func usage(flags *flag.FlagSet, stderr io.Writer) {
	_, _ = io.WriteString(stderr, `Usage: simulate [flags] [-- COMMAND ARGUMENT...]

Starts a simulated Atlassian organization. With a command, it runs the command
with the ATLASSIAN_* variables set, and exits as the command does. Without one,
it prints a line of JSON with what a client needs, and serves until interrupted.
A browser shows the organization at /_simulator/ below its address.

`)

	flags.SetOutput(stderr)
	flags.PrintDefaults()
}

func (s settings) check() error {
	switch {
	case s.options.Latency < 0:
		return fmt.Errorf("-latency %s is negative", s.options.Latency)
	case s.options.Lag < 0:
		return fmt.Errorf("-lag %s is negative", s.options.Lag)
	case s.options.EventLag < 0:
		return fmt.Errorf("-event-lag %s is negative", s.options.EventLag)
	case s.options.RateLimit < 0:
		return fmt.Errorf("-rate-limit %d is negative; 0 is no limit", s.options.RateLimit)
	}

	host, _, err := net.SplitHostPort(s.listen)
	if err != nil {
		return fmt.Errorf("-listen %q is not an address such as 127.0.0.1:0: %w", s.listen, err)
	}

	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-listen %q is not a loopback address; the simulator has no real access control, so it listens on 127.0.0.1, [::1] or localhost only", s.listen)
	}

	return nil
}

// load finds the start state: the small company, one with a name, or that of a
// file. A file with such a name needs a path, such as ./tidy.
func load(file string) (simulator.Organization, error) {
	if organization, named := simulator.Company(cmp.Or(file, "small"), time.Now()); named {
		return organization, nil
	}

	opened, err := os.Open(file) //nolint:gosec // the user names the file
	if err != nil {
		return simulator.Organization{}, fmt.Errorf("-organization: neither %s nor a file: %w", strings.Join(simulator.Companies(), ", "), err)
	}

	defer func() { _ = opened.Close() }()

	organization, err := simulator.Load(opened)
	if err != nil {
		return simulator.Organization{}, fmt.Errorf("-organization %s: %w", file, err)
	}

	return organization, nil
}

// start serves the organization, for as long as the command runs or until ctx ends.
func start(ctx context.Context, given settings, stdout, stderr io.Writer, environ []string) (int, error) {
	organization, err := simulator.New(given.options)
	if err != nil {
		return exitUsage, fmt.Errorf("-organization: %w", err)
	}

	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", given.listen)
	if err != nil {
		return exitFailure, fmt.Errorf("cannot listen on %s: %w", given.listen, err)
	}

	server := newServer(organization.Handler())
	served := make(chan error, 1)

	go func() { served <- server.Serve(listener) }()

	defer func() { _ = server.Close() }()
	defer violations(organization, stderr)

	access := newAccess("http://"+listener.Addr().String(), organization.Credentials())

	if len(given.command) > 0 {
		return run(ctx, given.command, stdout, stderr, access.environ(environ))
	}

	err = json.NewEncoder(stdout).Encode(access) //nolint:gosec // G117: the person who starts the simulator needs its key
	if err != nil {
		return exitFailure, fmt.Errorf("cannot print the address: %w", err)
	}

	_, _ = fmt.Fprintf(stderr, "simulate: open %s%s in a browser to see the organization\n", access.BaseURL, page.Path)

	select {
	case <-ctx.Done():
		return 0, nil
	case err := <-served:
		return exitFailure, fmt.Errorf("stopped serving: %w", err)
	}
}

// newServer bounds what a client can send and for how long. An answer may take
// its time, because the flags say how long.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, MaxHeaderBytes: 64 << 10,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
	}
}

// violations prints which requests Atlassian would not accept.
func violations(organization *simulator.Simulator, stderr io.Writer) {
	for _, violation := range organization.Violations() {
		_, _ = fmt.Fprintf(stderr, "simulate: violation: %s\n", violation)
	}
}
