// SPDX-License-Identifier: MPL-2.0

package bench_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// builtin says how the objects are kept in terraform_data, which needs no provider.
type builtin int

const (
	ofNothing builtin = iota
	ofObjects         // an object for each
	ofList            // one list
)

// comparison is what the same commands cost with terraform_data. Scenarios of the same form share it.
type comparison struct {
	of      builtin
	objects int
	applies bool
}

type comparisons map[comparison]time.Duration

// asAtItsUsers collects garbage as Go does by default, and not as in the tests.
func asAtItsUsers(w *cli.Workspace) {
	w.Setenv("GOGC", "")
	w.Setenv("GOMEMLIMIT", "")
}

func (c comparisons) of(b *testing.B, org *simulated.Organization, wanted comparison) time.Duration {
	b.Helper()
	if took, is := c[wanted]; is || wanted.of == ofNothing {
		return took
	}
	w := cli.New(b, org)
	asAtItsUsers(w)
	switch n := wanted.objects; wanted.of {
	case ofObjects:
		w.Write("main.tf", fmt.Sprintf("resource \"terraform_data\" \"this\" {\n  count = %d\n  input = { group_id = %q, account_id = format(\"712020:00000000-0000-4000-9000-%%012d\", count.index + 1) }\n}\n", n, simulated.CrowdID))
		if !wanted.applies {
			w.Write("terraform.tfstate", stateOf("terraform_data", "terraform.io/builtin/terraform", n, func(i int) string {
				value := fmt.Sprintf(`{"type":["object",{"account_id":"string","group_id":"string"}],"value":{"account_id":%q,"group_id":%q}}`, simulated.AccountID(i), simulated.CrowdID)
				return fmt.Sprintf(`{"id":"%d","input":%s,"output":%s,"triggers_replace":null}`, i, value, value)
			}))
		}
	case ofList:
		w.Write("main.tf", fmt.Sprintf("resource \"terraform_data\" \"this\" {\n  input = [\n%s  ]\n}\n", accounts(n)))
		w.MustRun("apply", "-auto-approve", "-no-color")
	case ofNothing:
	}
	ran := measured(w, wanted.applies)
	require.Contains(b, ran.Output, expected(wanted.applies, wanted.objects))
	c[wanted] = ran.Wall
	return ran.Wall
}

// measured runs the command that is measured.
func measured(w *cli.Workspace, applies bool) cli.Result {
	if applies {
		return w.MustRun("apply", "-auto-approve", "-no-color")
	}
	return w.MustRun("plan", "-no-color")
}

// expected is a text of its output, without which something else would be measured.
func expected(applies bool, n int) string {
	if applies {
		return fmt.Sprintf("Resources: %d added", n)
	}
	return "No changes."
}
