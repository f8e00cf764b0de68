// SPDX-License-Identifier: MPL-2.0

package command_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/command"
)

// simulate runs the subcommand to its end.
func simulate(t *testing.T, environ []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()

	var out, err bytes.Buffer

	code = command.Run(t.Context(), args, &out, &err, environ)

	return code, out.String(), err.String()
}

func TestExitCodes(t *testing.T) {
	t.Parallel()

	tests := []struct {
		command []string
		code    int
		stderr  string
	}{
		{[]string{"sh", "-c", "exit 0"}, 0, ""},
		{[]string{"sh", "-c", "exit 3"}, 3, ""},
		{[]string{"sh", "-c", "kill -TERM $$"}, 128 + 15, ""},
		{[]string{"sh", "-c", "echo oops >&2; exit 1"}, 1, "oops"},
		{[]string{"/nonexistent/command"}, 127, "cannot run /nonexistent/command"},
	}

	for _, tt := range tests {
		code, _, stderr := simulate(t, os.Environ(), append([]string{"--"}, tt.command...)...)
		assert.Equal(t, tt.code, code, "%v", tt.command)
		assert.Contains(t, stderr, tt.stderr)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()

	environ := append(os.Environ(), "ATLASSIAN_ORG_ID=real", "ATLASSIAN_DIRECTORY_ID=real", "ATLASSIAN_ORG_API_KEY=real", "ATLASSIAN_OTHER=kept")

	code, stdout, stderr := simulate(t, environ, "-live-forms", "-latency", "1ms", "-lag", "1s", "-event-lag", "1s", "-rate-limit", "100", "--", "sh", "-c", "env; echo -flag of the command")
	require.Zero(t, code, stderr)
	assert.Empty(t, stderr)

	variables := map[string]string{}

	for line := range strings.Lines(stdout) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		variables[name] = value
	}

	assert.Regexp(t, `^http://127\.0\.0\.1:\d+$`, variables["ATLASSIAN_BASE_URL"])
	assert.Equal(t, "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75", variables["ATLASSIAN_ORG_ID"])
	assert.Contains(t, variables["ATLASSIAN_ORG_API_KEY"], "simulated")
	assert.Equal(t, "ada.okafor@acme.example", variables["ATLASSIAN_USER_EMAIL"])
	assert.Contains(t, variables["ATLASSIAN_USER_API_TOKEN"], "simulated")
	assert.NotContains(t, variables, "ATLASSIAN_DIRECTORY_ID")
	assert.Equal(t, "kept", variables["ATLASSIAN_OTHER"])
	assert.Contains(t, stdout, "-flag of the command")
}

func TestCompanies(t *testing.T) {
	t.Parallel()

	for name, person := range map[string]string{
		"small": "ada.okafor@acme.example", "sloppy": "vera.lund@driftwood.example", "tidy": "nadia.haas@brightside.example",
	} {
		code, stdout, stderr := simulate(t, os.Environ(), "-organization", name, "--", "sh", "-c", "echo $ATLASSIAN_USER_EMAIL")
		require.Zero(t, code, stderr)
		assert.Equal(t, person, strings.TrimSpace(stdout), name)
	}

	// A file that has the name of a company needs a path.
	folder := t.TempDir()
	file := filepath.Join(folder, "tidy")
	require.NoError(t, os.WriteFile(file, []byte(`{"user_api_token": {"email": "somebody@else.example"}}`), 0o600))

	code, stdout, stderr := simulate(t, os.Environ(), "-organization", file, "--", "sh", "-c", "echo $ATLASSIAN_USER_EMAIL")
	require.Zero(t, code, stderr)
	assert.Equal(t, "somebody@else.example", strings.TrimSpace(stdout))
}

func TestFlagErrors(t *testing.T) {
	t.Parallel()

	broken := filepath.Join(t.TempDir(), "broken.json")
	require.NoError(t, os.WriteFile(broken, []byte(`{"people": []}`), 0o600))

	wrong := filepath.Join(t.TempDir(), "wrong.json")
	require.NoError(t, os.WriteFile(wrong, []byte(`{"groups": [{"name": "g", "members": ["nobody"]}]}`), 0o600))

	tests := []struct {
		args []string
		want string
	}{
		{[]string{"-listen", "0.0.0.0:0"}, "not a loopback address"},
		{[]string{"-listen", ":8080"}, "not a loopback address"},
		{[]string{"-listen", "192.0.2.1:80"}, "not a loopback address"},
		{[]string{"-listen", "example.com:80"}, "not a loopback address"},
		{[]string{"-listen", "127.0.0.1"}, "not an address such as 127.0.0.1:0"},
		{[]string{"-latency", "-1s"}, "-latency -1s is negative"},
		{[]string{"-lag", "-1s"}, "-lag -1s is negative"},
		{[]string{"-event-lag", "-1s"}, "-event-lag -1s is negative"},
		{[]string{"-rate-limit", "-1"}, "-rate-limit -1 is negative"},
		{[]string{"-latency", "soon"}, "soon"},
		{[]string{"-unknown"}, "-unknown"},
		{[]string{"terraform", "test"}, "a command to run comes after --"},
		{[]string{"--"}, "no command after --"},
		{[]string{"-organization", "/nonexistent.json"}, "/nonexistent.json"},
		{[]string{"-organization", "tidier"}, "-organization: neither small, sloppy, tidy nor a file: open tidier"},
		{[]string{"-organization", broken}, `unknown field "people"`},
		{[]string{"-organization", wrong, "--", "sh", "-c", "exit 0"}, `members: "nobody" is neither`},
	}

	for _, tt := range tests {
		code, stdout, stderr := simulate(t, nil, tt.args...)
		assert.Equal(t, 2, code, "%v", tt.args)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, tt.want)
		assert.True(t, strings.HasPrefix(stderr, "simulate: "), stderr)
	}

	code, _, stderr := simulate(t, nil, "-help")
	assert.Zero(t, code)
	assert.Contains(t, stderr, "-organization")
}

// serving starts `simulate` without a command, and reads the line that it prints first.
func serving(t *testing.T, args ...string) (access map[string]string, stop func() (code int, stderr string)) {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()

	var stderr bytes.Buffer

	done := make(chan int, 1)

	go func() { done <- command.Run(ctx, args, writer, &stderr, nil) }()

	line, err := bufio.NewReader(reader).ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &access))

	return access, func() (int, string) {
		cancel()

		return <-done, stderr.String()
	}
}

func get(t *testing.T, address, key string) int {
	t.Helper()

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+key)

	transport := &http.Transport{DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport}).Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())

	return response.StatusCode
}

func TestServeUntilInterrupted(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "organization.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"name": "Mine", "api_key": {"value": "my-key"}}`), 0o600))

	access, stop := serving(t, "-listen", "localhost:0", "-organization", file)
	assert.ElementsMatch(t, []string{"base_url", "organization_id", "api_key", "user_email", "user_api_token"}, keys(access))
	assert.Equal(t, "my-key", access["api_key"])
	assert.Equal(t, http.StatusOK, get(t, access["base_url"]+"/admin/v1/orgs/"+access["organization_id"], access["api_key"]))
	assert.Equal(t, http.StatusNotFound, get(t, access["base_url"]+"/nowhere", access["api_key"]))
	assert.Equal(t, http.StatusOK, get(t, access["base_url"]+"/_simulator/", ""))

	code, stderr := stop()
	assert.Zero(t, code)
	assert.Equal(t, "simulate: open "+access["base_url"]+"/_simulator/ in a browser to see the organization\n"+
		"simulate: violation: GET /nowhere: there is no such route\n", stderr)
}

// A client that sends too much is refused, before anything reads it.
func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()

	access, stop := serving(t)
	assert.Equal(t, http.StatusOK, get(t, access["base_url"]+"/admin/v1/orgs/"+access["organization_id"], access["api_key"]))
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, get(t, access["base_url"]+"/admin/v1/orgs/"+access["organization_id"], strings.Repeat("x", 128<<10)))

	code, _ := stop()
	assert.Zero(t, code)
}

func keys(m map[string]string) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}

	return names
}

func TestInterruptReachesTheCommand(t *testing.T) {
	t.Parallel()

	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan int, 1)

	go func() {
		done <- command.Run(ctx, []string{"--", "sh", "-c", `trap 'exit 42' INT; echo ready; while :; do sleep 0.05; done`}, writer, io.Discard, os.Environ())
	}()

	line, err := bufio.NewReader(reader).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", line)

	cancel()
	assert.Equal(t, 42, <-done, "the command ends its work itself")
}

func TestAddressInUse(t *testing.T) {
	t.Parallel()

	access, stop := serving(t)
	code, _, stderr := simulate(t, nil, "-listen", strings.TrimPrefix(access["base_url"], "http://"))
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "cannot listen on 127.0.0.1:")

	code, _ = stop()
	assert.Zero(t, code)
}
