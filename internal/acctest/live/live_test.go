// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
)

// TestMain also runs the sweepers, with the flag -sweep: see `make sweep`.
func TestMain(m *testing.M) {
	resource.AddTestSweepers("atlassian_group", &resource.Sweeper{Name: "atlassian_group", F: sweep})
	resource.TestMain(m)
}

// minAge is how old a group must be to be swept. No test takes so long.
const minAge = 2 * time.Hour

// sweep sweeps the sandbox that the environment names, which must be the one that the flag names.
func sweep(directory string) error {
	sandbox, named, err := live.SandboxFromEnvironment(os.Getenv)
	if err != nil {
		return err
	}
	if !named || directory != sandbox.Directory {
		return errors.New("-sweep and " + live.DirectoryVariable + " must name the same directory")
	}
	client, err := sandbox.Client()
	if err != nil {
		return err
	}
	return sandbox.Sweep(context.Background(), client, live.Sweeping{
		Now: time.Now(), Age: minAge, Remove: os.Getenv(live.SweepVariable) == "remove", Out: os.Stdout,
	})
}

// folder is where a stage is recorded; it is empty if nothing is.
func folder(stage string) string {
	if into := os.Getenv(live.FixturesVariable); into != "" {
		return filepath.Join(into, stage)
	}
	return ""
}

// asked skips a test unless a real organization is to be asked.
func asked(t *testing.T) {
	t.Helper()
	if os.Getenv(live.RunVariable) == "" {
		t.Skip(live.RunVariable + " is not set: this test asks a real organization")
	}
}

// TestLiveReading is the first stage: it reads a real organization, and sends nothing but reads.
func TestLiveReading(t *testing.T) { //nolint:paralleltest // a real organization is asked for one thing after the other
	asked(t)
	org, err := live.FromEnvironment(os.Getenv)
	require.NoError(t, err)
	opened := org.Open(t, recording.ReadOnly, folder("reading"))
	report := live.Read(t, org, opened.URL)
	refused, err := live.Ask(t.Context(), org, opened.URL)
	require.NoError(t, err)
	assert.Empty(t, opened.Front.Refused(), "refused before they left this machine")
	for what, err := range refused {
		t.Logf("Atlassian refused %s: %s", what, err)
	}
	for name, lacks := range report.Skipped {
		t.Logf("%s was not read, for lack of %s", name, lacks)
	}
	for name, said := range report.Failed {
		t.Errorf("%s: %s", name, said)
	}
	t.Logf("Read: %s", strings.Join(report.Read, ", "))
}

// TestLiveSandbox is the second stage: it makes groups in a directory that must be named, and destroys them.
func TestLiveSandbox(t *testing.T) { //nolint:paralleltest // a real organization is asked for one thing after the other
	asked(t)
	sandbox, named, err := live.SandboxFromEnvironment(os.Getenv)
	require.NoError(t, err)
	if !named {
		t.Skip(live.DirectoryVariable + " names no directory to make groups in")
	}
	client, err := sandbox.Client()
	require.NoError(t, err)
	require.NoError(t, sandbox.Check(t.Context(), client))
	opened := sandbox.Open(t, sandbox.Guard(client), folder("sandbox"))
	for _, one := range sandbox.Cases(opened.URL, client, time.Now()) { //nolint:paralleltest // likewise
		t.Run(one.Name, func(t *testing.T) {
			if one.Lacks != "" {
				t.Skip(one.Lacks + " is not set")
			}
			resource.Test(t, one.Case)
		})
	}
	assert.Empty(t, opened.Front.Refused(), "refused before they left this machine")
}
