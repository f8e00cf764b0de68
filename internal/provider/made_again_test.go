// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// importAdvice is the block of an error, up to its remark about the address.
var importAdvice = regexp.MustCompile(`import \{\n\s*to = (\S+)\.\S+ [^\n]*\n\s*id = ("[^"\n]*")\n\}`)

// An object is deleted and made again, by hand or by a run that was killed before it wrote its state, which has the old object. A plan that
// fails takes nothing out of the state, and Terraform ignores the import block that the error shows. So the error has to say what helps.
func TestAnObjectThatWasMadeAgainIsImported(t *testing.T) {
	t.Parallel()
	for kind, arguments := range map[string]string{
		"atlassian_group":                 `name = "Release"`,
		"atlassian_ip_allowlist":          `addresses = ["192.0.2.0/24"]` + "\n" + `name = "Release"` + "\n" + `resource_ids = ["` + jiraOfAcme + `"]`,
		"atlassian_data_residency_policy": `name = "Release"` + "\n" + `region = "EU"` + "\n" + `resource_ids = ["` + jiraOfAcme + `"]`,
		"atlassian_data_security_policy":  `name = "Release"` + "\n" + `coverage = "ORG"` + "\n" + `rules = { export = "block" }`,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := cli.New(t, simulated.Start(t)).Keep()
			w.Write("main.tf", `resource "`+kind+`" "release" {`+"\n"+arguments+"\n}\n")
			w.MustRun("apply", "-auto-approve")
			path := filepath.Join(w.Dir, "terraform.tfstate")
			old, err := os.ReadFile(path)
			require.NoError(t, err)
			w.MustRun("destroy", "-auto-approve")
			w.MustRun("apply", "-auto-approve")
			require.NoError(t, os.WriteFile(path, old, 0o600))

			refused := w.Run("plan", "-no-color")
			require.NotZero(t, refused.ExitCode)
			said := flat(refused.Output)
			assert.Contains(t, said, "It exists already")
			assert.Contains(t, said, "first run terraform apply -refresh-only")
			advice := importAdvice.FindStringSubmatch(strings.ReplaceAll(refused.Output, "│ ", ""))
			require.NotNil(t, advice, refused.Output)
			assert.Equal(t, kind, advice[1])

			w.Write("import.tf", "import {\n  to = "+kind+".release\n  id = "+advice[2]+"\n}\n")
			ignored := w.Run("plan", "-no-color")
			assert.NotZero(t, ignored.ExitCode, "Terraform takes the block up: the advice has one step too many\n%s", ignored.Output)
			w.MustRun("apply", "-refresh-only", "-auto-approve")
			assert.Contains(t, w.MustRun("apply", "-auto-approve", "-no-color").Output, "1 imported, 0 added, 0 changed, 0 destroyed")
			assert.Zero(t, w.Run("plan", "-detailed-exitcode").ExitCode)
		})
	}
}
