// SPDX-License-Identifier: MPL-2.0

package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// workflow is what of a workflow says who may do what.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Uses        string
		Needs       any
		Permissions map[string]string
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
}

func readWorkflow(t *testing.T, file string) workflow {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var read workflow
	require.NoError(t, yaml.Unmarshal(text, &read), file)
	return read
}

// pinned is an action at a commit.
var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)

// A tag of an action can be moved, and a job with more rights than it needs can be misused.
func TestReleaseWorkflowsArePinned(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(".github/workflows/*.yml")
	require.NoError(t, err)
	require.Len(t, files, 4)
	// What a job may do beyond that. Only these need it: one publishes a release, and one keeps an issue.
	more := map[string]map[string]string{
		"release.yml release":   {"contents": "write", "id-token": "write", "attestations": "write"},
		"contract.yml contract": {"contents": "read", "issues": "write"},
	}
	for _, file := range files {
		read := readWorkflow(t, file)
		assert.Equal(t, map[string]string{"contents": "read"}, read.Permissions, "%s: what a job may do without permissions of its own", file)
		for name, job := range read.Jobs {
			assert.Equal(t, more[filepath.Base(file)+" "+name], job.Permissions, "%s: %s", file, name)
			if job.Uses != "" {
				assert.True(t, strings.HasPrefix(job.Uses, "./"), "%s: %s", file, job.Uses)
			}
			for _, step := range job.Steps {
				if step.Uses != "" {
					assert.Regexp(t, pinned, step.Uses, file)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") {
					assert.Equal(t, false, step.With["persist-credentials"], "%s: %s", file, name)
				}
			}
		}
	}
}

// A release comes after all checks, with an attestation of every archive and a bill of materials.
func TestReleaseProvenance(t *testing.T) {
	t.Parallel()
	release := readWorkflow(t, ".github/workflows/release.yml").Jobs["release"]
	assert.Equal(t, "ci", release.Needs)
	assert.Equal(t, map[string]string{"contents": "write", "id-token": "write", "attestations": "write"}, release.Permissions)
	attested, listed := false, false
	for _, step := range release.Steps {
		if strings.HasPrefix(step.Uses, "actions/attest-build-provenance@") {
			attested = step.With["subject-path"] == "dist/*.zip"
		}
		listed = listed || strings.Contains(step.Run, "dependency-graph/sbom") && strings.Contains(step.Run, "gh release upload")
	}
	assert.True(t, attested, "no archive is attested")
	assert.True(t, listed, "there is no bill of materials")
}

// What every change is checked for is checked before a release and every night too: both call the same workflow.
func TestReleaseChecks(t *testing.T) {
	t.Parallel()
	var run []string
	for _, job := range readWorkflow(t, ".github/workflows/ci.yml").Jobs {
		for _, step := range job.Steps {
			run = append(run, step.Run)
		}
	}
	for _, check := range []string{"make ci", "make vulncheck", "make licences", "make release-rehearsal"} {
		assert.Contains(t, run, check)
	}
	for _, file := range []string{"nightly", "release"} {
		assert.Equal(t, "./.github/workflows/ci.yml", readWorkflow(t, ".github/workflows/"+file+".yml").Jobs["ci"].Uses, file)
	}
}
