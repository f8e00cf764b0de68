// SPDX-License-Identifier: MPL-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// withModule is a root module and a module in a folder: both constrain the version.
const (
	withModule = `
terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1"
    }
  }
}

module "team" {
  source = "./team"
}
`
	ofTeam = `
terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = ">= 0.1.0, < 1.0.0"
    }
  }
}

resource "atlassian_group" "team" {
  name = "Team of a module"
}
`
)

// The folder that Terraform and OpenTofu search unasked needs no CLI configuration.
func TestInstallIntoTheFolderThatIsSearched(t *testing.T) {
	t.Parallel()
	w, home := installing(t)
	said := makeIn(t, home, "install")
	assert.Contains(t, said, "terraform init and tofu init find it there.")
	initialized(t, w)

	makeIn(t, home, "uninstall")
	left, err := filepath.Glob(filepath.Join(home, ".terraform.d/plugins/*/orgsec/*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// Another folder needs the block that is printed, and nothing else.
func TestInstallIntoAFolder(t *testing.T) {
	t.Parallel()
	w, home := installing(t)
	folder := filepath.Join(t.TempDir(), "a mirror")
	said := makeIn(t, home, "install", "FOLDER="+folder)
	assert.NoDirExists(t, filepath.Join(home, ".terraform.d"))
	without := w.Run("init", "-no-color", "-input=false")
	assert.NotZero(t, without.ExitCode, "the provider came from elsewhere: %s", without.Output)

	text, block, found := strings.Cut(said, "\n\n")
	for found && !strings.HasPrefix(block, "provider_installation {") {
		text, block, found = strings.Cut(block, "\n\n")
	}
	require.True(t, found, "no block was printed: %s", said)
	assert.Contains(t, text, "put this into your CLI configuration")
	w.Write("of_the_user.tfrc", block)
	initialized(t, w)
}

// installing is a workspace of somebody with an empty home, whose CLI configuration is of_the_user.tfrc.
func installing(t *testing.T) (w *cli.Workspace, home string) {
	t.Helper()
	w = cli.New(t, simulated.Start(t))
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("There is no make on PATH.")
	}
	home = t.TempDir()
	w.Write("of_the_user.tfrc", "")
	w.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(w.Dir, "of_the_user.tfrc"))
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_DATA_DIRS": home, "TF_PLUGIN_CACHE_DIR": "",
		// Nothing comes from a registry: where the folder is not found, init fails at once.
		"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.1", "TF_REGISTRY_DISCOVERY_RETRY": "0",
	} {
		w.Setenv(name, value)
	}
	w.Write("versions.tf", "")
	w.Write("main.tf", withModule)
	require.NoError(t, os.Mkdir(filepath.Join(w.Dir, "team"), 0o700))
	w.Write("team/main.tf", ofTeam)
	return w, home
}

// initialized installs, validates and plans as a user does.
func initialized(t *testing.T, w *cli.Workspace) {
	t.Helper()
	assert.Contains(t, w.MustRun("init", "-no-color", "-input=false").Output, "Installed orgsec/atlassian v0.")
	assert.NotContains(t, w.MustRun("validate", "-no-color").Output, "development overrides")
	assert.Contains(t, w.MustRun("plan", "-no-color", "-input=false").Output, "1 to add")
}

// makeIn runs a target for somebody with that home. The caches of Go stay where they are.
func makeIn(t *testing.T, home string, arguments ...string) string {
	t.Helper()
	env := append(os.Environ(), "HOME="+home, "MAKEFLAGS=", "MAKELEVEL=")
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		require.NoError(t, err)
		env = append(env, name+"="+strings.TrimSpace(string(value)))
	}
	command := exec.CommandContext(t.Context(), "make", append([]string{"--no-print-directory"}, arguments...)...)
	command.Env = env
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return string(output)
}
