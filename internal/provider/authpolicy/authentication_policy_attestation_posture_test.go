// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The posture looks as far back as the attestation does. A change from shortly before it that the log shows only later is a change with
// the whole resource, and may be one with what a person wrote by hand. With the whole resource, one that the log showed at the attestation
// is none.
func TestAPostureAfterALateEvent(t *testing.T) {
	t.Parallel()
	for name, lag := range map[string]time.Duration{"the log is late": time.Minute, "the log is not late": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t, simulated.WithEventLag(lag))
				sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(77)})
				<-time.After(30 * time.Second)
				run := func() *protocol.Server { return acctest.PacedServer(t, org, acctest.Impatient) }
				state := run().Converge(t, attestationType, attested(map[string]any{"settings": settings("single_sign_on", "saml")}))
				<-time.After(time.Hour)
				refreshed, diagnostics := run().ReadResource(state)
				require.NoError(t, diagnostics.Err())
				read := refreshed.Values
				byHand := map[string]any{}
				for _, name := range []string{"attested_at", "watched_actions"} {
					byHand[name] = read[name]
				}
				byHand["settings"] = settings("single_sign_on", "saml")
				changes := []any{} // the CLI leaves out the attributes that the posture does not have
				for _, one := range read["changes"].([]any) {
					change := one.(map[string]any)
					changes = append(changes, map[string]any{"event_id": change["event_id"], "action": change["action"]})
				}
				resource := maps.Clone(byHand)
				resource["changes"], resource["expired"], resource["deleted"] = changes, read["expired"], read["deleted"]
				signOn := func(attestation map[string]any) any {
					answer, diagnostics := run().ReadDataSource("atlassian_security_posture", map[string]any{
						"intended_authentication_policy_ids": []any{staff}, "attestations": map[string]any{staff: attestation},
					})
					require.NoError(t, diagnostics.Err())
					for _, one := range answer["controls"].([]any) {
						if control := one.(map[string]any); control["id"] == posture.SingleSignOn {
							return control["status"]
						}
					}
					return nil
				}
				assert.Equal(t, "unknown", signOn(byHand))
				if lag > 0 {
					require.Len(t, read["changes"], 1)
					assert.Equal(t, "fail", signOn(resource))
				} else {
					require.Empty(t, read["changes"])
					assert.Equal(t, "pass", signOn(resource))
				}
			})
		})
	}
}
