// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// said insists on the whole text of the only error.
func said(t *testing.T, diagnostics protocol.Diagnostics, want string) {
	t.Helper()
	require.Equal(t, []string{want}, diagnostics.Errors())
}

func TestMembersErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	said(t, acctest.Server(t, org, nil).PlanCreate(membersType, map[string]any{"policy_id": staff, "emails": []any{emil, lena}}).Diagnostics,
		"Accounts that are not managed: Only managed accounts can be in an authentication policy, and the organization does not manage 1 element of emails: "+lena+
			". Verify the domain of their addresses and claim the accounts (Atlassian Administration > Directory > Domains), or remove them from the list. Nobody is moved. "+
			`(at AttributeName("emails"))`)

	config := func(most int, emails ...any) map[string]any {
		return map[string]any{"policy_id": staff, "emails": append([]any{}, emails...), "fallback_policy_id": everyone, "max_removals": most}
	}
	state := acctest.Server(t, org, nil).Converge(t, membersType, config(2, emil, fatima))
	const two = "2 people from policy " + staff + " to the fallback policy " + everyone
	said(t, acctest.Server(t, org, nil).PlanUpdate(state, config(1, gus)).Diagnostics,
		"Too many people would leave the policy: This would move "+two+", but max_removals allows 1: "+emil+", "+fatima+
			`. If you want this, raise max_removals to at least 2. (at AttributeName("max_removals"))`)
	unlimited := config(0)
	delete(unlimited, "max_removals")
	said(t, acctest.Server(t, org, nil).PlanUpdate(state, unlimited).Diagnostics,
		"An empty list would empty the policy: Nobody is listed, and this would move "+two+": "+emil+", "+fatima+". An empty list is often a mistake, such as a filter that finds nothing. "+
			`If you want this, set max_removals to at least 2. (at AttributeName("emails"))`)
}

func TestAttestationErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	_, diagnostics := acctest.Server(t, org, nil).ImportByID(attestationType, "staff@yesterday")
	said(t, diagnostics, `Invalid import ID: "yesterday" is not a time in RFC 3339. The import ID of an attestation is POLICY_ID, to attest the settings of a policy for the first time, `+
		"or POLICY_ID@TIME, with the time of an attestation in the past, such as "+staff+"@2026-01-31T09:30:00Z.")

	config := attested()
	state := attest(t, org, config)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{TwoStepVerification: new("optional")})
	apply := func() (*protocol.State, protocol.Diagnostics) {
		server := acctest.Server(t, org, nil)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		plan := server.PlanUpdate(read, config)
		if plan.Diagnostics.Err() != nil {
			return read, plan.Diagnostics
		}
		return server.ApplyResource(plan)
	}
	hasTwoStep(t, org, dana, false)
	left, diagnostics := apply()
	require.Len(t, diagnostics.Errors(), 2)
	change, is := left.Values["changes"].([]any)[0].(map[string]any)
	require.True(t, is, "a failed apply keeps what was found")
	require.Equal(t, []any{dana}, left.Values["without_two_step_verification"])
	unanswered := fmt.Sprintf(`No person has answered for the changes: The audit log shows changes to authentication policy %s since %s. This apply would attest its settings again, but the configuration contains no answer of a person:
- %s: Updated authentication policy (auth_policy_updated), by Ada Okafor <ada.okafor@acme.example>

Nothing is attested. First, a person must look at the policy in Atlassian Administration under Security > Authentication policies, and correct the settings that differ. `+
		`Then write a new text in review, for example review = "%s: looked again, nothing differs". A change of attested_at, attested_by or settings is an answer, too. (at AttributeName("attested_by"))`,
		staff, state.Values["attested_at"], change["time"], time.Now().UTC().Format(time.DateOnly))
	require.Equal(t, []string{unanswered, `Members without two-step verification: settings.two_step_verification is attested as required, but it is off for 1 active member of the policy:
- ` + dana + " (" + org.Simulator.AccountID(dana) + `)

Ask them to enroll, change settings to what the console shows, or list their account IDs in exempt_account_ids after a person has reviewed them. Nothing is attested until then. ` +
		`(at AttributeName("settings").AttributeName("two_step_verification"))`}, diagnostics.Errors())

	hasTwoStep(t, org, dana, true)
	_, diagnostics = apply()
	said(t, diagnostics, unanswered)
}
