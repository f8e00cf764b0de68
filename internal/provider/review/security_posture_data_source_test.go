// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const postureType = "atlassian_security_posture"

// asPerson is a provider with everything that the posture can use.
func asPerson(t *testing.T, org *simulated.Organization) *protocol.Server {
	t.Helper()
	return acctest.Server(t, org, map[string]any{
		"user_email": org.Credentials.UserEmail, "user_api_token": org.Credentials.UserAPIToken, "experimental": []any{"backup_policies"},
	})
}

// measured is a configuration with which every control of a company can be judged.
func measured(start simulator.Organization, changes map[string]any) map[string]any {
	policies, attestations := []any{}, map[string]any{}
	for _, policy := range start.AuthenticationPolicies {
		if !policy.Default {
			policies = append(policies, policy.ID)
			attestations[policy.ID] = map[string]any{
				"attested_at": time.Now().Add(-time.Hour).Format(time.RFC3339), "settings": map[string]any{"single_sign_on": policy.Settings.SingleSignOn},
			}
		}
	}
	approved := map[string]any{}
	for _, app := range simulator.TidyCompany(time.Now()).Apps {
		approved[app.ID] = map[string]any{"scopes": []any{"read:jira-user", "read:jira-work"}}
	}
	config := map[string]any{"intended_authentication_policy_ids": policies, "attestations": attestations, "approved_apps": approved}
	maps.Copy(config, changes)
	return config
}

// control is a control of an answer.
func control(t *testing.T, answer map[string]any, id string) map[string]any {
	t.Helper()
	for _, one := range answer["controls"].([]any) {
		if found := one.(map[string]any); found["id"] == id {
			return found
		}
	}
	t.Fatalf("there is no control %s", id)
	return nil
}

func every() []any {
	all := make([]any, len(posture.IDs()))
	for i, id := range posture.IDs() {
		all[i] = id
	}
	return all
}

func TestSecurityPosture(t *testing.T) {
	t.Parallel()
	start := simulator.TidyCompany(time.Now())
	org := simulated.Start(t, simulated.WithStart(start))
	server := asPerson(t, org)
	answer, diagnostics := server.ReadDataSource(postureType, measured(start, nil))
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, diagnostics.Warnings())
	assert.Equal(t, every(), answer["passed"], answer["controls"])
	assert.Equal(t, []any{}, answer["failed"])
	assert.Equal(t, []any{}, answer["unknown"])
	assert.Equal(t, []any{}, answer["waived"])
	assert.Equal(t, posture.Version, answer["version"])
	admins := control(t, answer, posture.OrganizationAdmins)
	assert.Equal(t, "critical", admins["severity"])
	assert.Equal(t, false, admins["waived"])
	assert.Nil(t, admins["waived_until"])
	assert.Equal(t, "Users: Give nobody more than they need: few organization admins, and roles by groups", admins["source"])
	assert.Equal(t, map[string]any{"organization_admins": int64(3), "direct": int64(3)}, numbers(admins["evidence"].(map[string]any)["counts"]))
	for operation := range org.Simulator.Requests() {
		assert.Contains(t, page(t, server), "`"+operation+"`")
	}
}

// numbers are the counts of an evidence.
func numbers(counts any) map[string]any {
	all := make(map[string]any)
	for name, n := range counts.(map[string]any) {
		all[name] = toInt(n)
	}
	return all
}

func toInt(n any) any {
	if text := fmt.Sprint(n); text != "" {
		var value int64
		if _, err := fmt.Sscan(text, &value); err == nil {
			return value
		}
	}
	return n
}

// page is the text of the documentation page.
func page(t *testing.T, server *protocol.Server) string {
	t.Helper()
	return server.Schemas().DataSourceSchemas[postureType].Block.Description
}

func TestSecurityPostureOfASloppyCompany(t *testing.T) {
	t.Parallel()
	start := simulator.SloppyCompany(time.Now())
	for i := range start.AuthenticationPolicies {
		start.AuthenticationPolicies[i].Settings.SingleSignOn = "none"
	}
	org := simulated.Start(t, simulated.WithStart(start))
	answer, diagnostics := asPerson(t, org).ReadDataSource(postureType, measured(start, nil))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, every(), answer["failed"], answer["controls"])
}

// Without a parameter, a token or an experiment, a control is unknown and says what to set.
func TestWhatASecurityPostureLacks(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource(postureType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	for id, says := range map[string]string{
		posture.IntendedPolicies: "set intended_authentication_policy_ids", posture.SingleSignOn: "set attestations", posture.ApprovedApps: "set approved_apps",
		posture.SitesBackedUp: `set experimental = ["backup_policies"]`,
	} {
		found := control(t, answer, id)
		assert.Equal(t, "unknown", found["status"], id)
		assert.Contains(t, found["evidence"].(map[string]any)["summary"], says, id)
		assert.Contains(t, answer["unknown"], id)
	}
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	waive := func(until string) map[string]any {
		return map[string]any{"as_of": "2026-11-28T12:00:00Z", "waive": map[string]any{
			posture.TwoStepVerification: map[string]any{"reason": "the identity provider asks", "until": until},
			posture.VerifiedDomain:      map[string]any{"reason": "it passes", "until": until},
			posture.ApprovedApps:        map[string]any{"reason": "later", "until": until},
		}}
	}
	for until, holds := range map[string]bool{"2026-11-28": true, "2026-11-28T12:00:00Z": true, "2026-11-28T11:59:59Z": false, "2026-11-27": false} {
		answer, diagnostics := server.ReadDataSource(postureType, waive(until))
		require.NoError(t, diagnostics.Err())
		failing, missing := control(t, answer, posture.TwoStepVerification), control(t, answer, posture.ApprovedApps)
		assert.Equal(t, "fail", failing["status"], "a waiver changes no status")
		assert.Equal(t, "unknown", missing["status"])
		assert.Equal(t, holds, failing["waived"], until)
		assert.Equal(t, until, failing["waived_until"])
		assert.Equal(t, "the identity provider asks", failing["waiver_reason"])
		assert.Contains(t, answer["passed"], posture.VerifiedDomain)
		if holds {
			assert.Equal(t, []any{posture.TwoStepVerification, posture.ApprovedApps}, answer["waived"])
			assert.NotContains(t, answer["failed"], posture.TwoStepVerification)
			assert.NotContains(t, answer["unknown"], posture.ApprovedApps)
			assert.Empty(t, diagnostics.Warnings())
			continue
		}
		assert.Empty(t, answer["waived"])
		assert.Contains(t, answer["failed"], posture.TwoStepVerification)
		assert.Contains(t, answer["unknown"], posture.ApprovedApps)
		require.Len(t, diagnostics.Warnings(), 3)
		assert.Contains(t, diagnostics.Warnings()[0], "A waiver has expired")
	}
}

func TestWaiversThatAreRefused(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	_, unknown := server.ReadDataSource(postureType, map[string]any{"waive": map[string]any{"two_step": map[string]any{"reason": "x", "until": "2027-01-01"}}})
	require.ErrorContains(t, unknown.Err(), `There is no control "two_step"; the controls are: `+strings.Join(posture.IDs(), ", "))
	for what, waiver := range map[string]map[string]any{
		"must be a date such as 2026-10-01":  {"reason": "x", "until": "soon"},
		"must say why the control is waived": {"reason": " ", "until": "2027-01-01"},
	} {
		_, refused := server.ReadDataSource(postureType, map[string]any{"waive": map[string]any{posture.IPAllowlist: waiver}})
		require.ErrorContains(t, refused.Err(), what)
	}
}

// A data source that cannot read something says so, and says everything else.
func TestASecurityPostureThatIsRefused(t *testing.T) {
	t.Parallel()
	start := simulator.TidyCompany(time.Now())
	org := simulated.Start(t, simulated.WithStart(start))
	org.Simulator.Inject(simulator.Fault{Operation: opDomains, Status: http.StatusForbidden, Count: -1})
	answer, diagnostics := asPerson(t, org).ReadDataSource(postureType, measured(start, nil))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{posture.VerifiedDomain}, answer["unknown"])
	assert.Len(t, answer["passed"], len(posture.IDs())-1)
}

// An empty text would restrict nothing, and look as if it did.
func TestApprovalsThatAreRefused(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	for attribute, says := range map[string]string{"vendor": "string length must be at least 1", "max_version": "must be a version such as 2.1.0"} {
		_, refused := server.ReadDataSource(postureType, map[string]any{"approved_apps": map[string]any{"x": map[string]any{attribute: ""}}})
		require.ErrorContains(t, refused.Err(), says)
	}
}

func TestSecurityPostureFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	config := acctest.Config(org, `
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  attested_by = "ada.okafor@acme.example"
  settings    = { single_sign_on = "saml" }
}

data "atlassian_security_posture" "this" {
  intended_authentication_policy_ids = ["a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718", "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"]
  single_sign_on_policy_ids          = ["c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"]
  attestations                       = { for a in [atlassian_authentication_policy_attestation.staff] : a.policy_id => a }

  # The form of atlassian_approved_apps, with attributes that this type does not have.
  approved_apps = { "com.orbit.boards" = { reviewed_by = "Ada", reviewed_at = "2026-11-26", scopes = ["read:jira-work"] }, "x" = { reviewed_by = "Ada", reviewed_at = "2026-11-26" } }
}

output "statuses" {
  value = join(" ", [for c in data.atlassian_security_posture.this.controls : "${c.id}=${c.status}" if contains(["single_sign_on_attested", "managed_accounts_in_intended_policies", "two_step_verification"], c.id)])
}
`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: resource.TestMatchOutput("statuses",
			regexp.MustCompile(`^managed_accounts_in_intended_policies=pass two_step_verification=fail single_sign_on_attested=pass$`))},
		{Config: config, PlanOnly: true},
	}})
}
