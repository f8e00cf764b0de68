// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// What was fetched is used without being asked for, and what is asked for is used, also if it is nothing.
func TestMakeFindsWhatWasFetched(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("There is no make on PATH.")
	}
	makefile, err := filepath.Abs("../../../GNUmakefile")
	require.NoError(t, err)
	for name, test := range map[string]struct {
		fetched  bool
		variable []string
		want     string
	}{
		"nothing":                  {false, nil, "off"},
		"fetched":                  {true, nil, "FOLDER/.openapi"},
		"fetched, another folder":  {true, []string{contract.FolderVariable + "=mine"}, "FOLDER/mine"},
		"fetched, but set to none": {true, []string{contract.FolderVariable + "="}, ""},
		"set to none":              {false, []string{contract.FolderVariable + "="}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, err := filepath.EvalSymlinks(t.TempDir())
			require.NoError(t, err)
			if test.fetched {
				require.NoError(t, os.Mkdir(filepath.Join(folder, ".openapi"), 0o700))
			}
			text := "include " + makefile + "\nshow:\n\t@echo \"$${" + contract.FolderVariable + "-off}\"\n"
			require.NoError(t, os.WriteFile(filepath.Join(folder, "Makefile"), []byte(text), 0o600))
			command := exec.CommandContext(t.Context(), "make", "--no-print-directory", "show")
			command.Dir = folder
			command.Env = slices.DeleteFunc(os.Environ(), func(one string) bool {
				return strings.HasPrefix(one, contract.FolderVariable+"=") || strings.HasPrefix(one, "MAKE") || strings.HasPrefix(one, "MFLAGS=")
			})
			command.Env = append(command.Env, test.variable...)
			said, err := command.CombinedOutput()
			require.NoError(t, err, "%s", said)
			assert.Equal(t, strings.Replace(test.want, "FOLDER", folder, 1)+"\n", string(said))
		})
	}
}
