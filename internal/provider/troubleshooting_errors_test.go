// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// quotedElsewhere are texts that other tests provoke, which quote them too.
var quotedElsewhere = map[string]string{
	"Access would be lost for a moment":          "TestAPlanThatKnewTooLateIsRefused",
	"Cannot tell the ID of the new group":        "TestGroupResourceLostCreationThroughTheCLI",
	"Cannot tell whether the person was invited": "TestUserInvitationLost",
	"The invitation is not visible yet":          "TestUserInvitedIntoAnotherDirectory",
	"The review is not known":                    "TestADecisionThatIsNotKnown",
	"The answer of a person is unknown":          "TestAttestationIsNotAnsweredByWhatIsNotKnown",
	"The state is of another organization":       "TestAnotherOrganizationIsNotMended",
}

const (
	jiraOfAcme  = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	searchGroup = `data "atlassian_group" "engineering" { name = "engineering" }`
)

// mishap is something that goes wrong, and the texts that the guide quotes of it.
type mishap struct {
	quotes  []string
	provoke func(t *testing.T) string
}

var mishaps = map[string]mishap{
	"a group that exists": {[]string{"It exists already"}, existing},
	"accounts that keep their access": {
		[]string{"A protected account would lose access", "The last organization admin would lose access", "The person of the user API token would lose access", "would lose access"},
		keeping,
	},
	"the role of an admin":   {[]string{"would lose the role of an organization admin"}, lastAdmin},
	"two resources":          {[]string{"Two resources claim the same thing"}, claimedTwice},
	"a synced group":         {[]string{"The group is synced from an identity provider"}, synced},
	"another address":        {[]string{"The address of the person has changed"}, readdressed},
	"what cannot be managed": {[]string{"The organization cannot change this", "The organization does not manage the account"}, unmanaged},
	"no seat": {
		[]string{
			"Cannot add the member", "the user limit of an app the group grants is reached", "Some members could not be changed", "Cannot assign the role", "user limit",
			"Atlassian documents this answer for an exceeded user limit of the app", "Cannot invite the person", "raise the user limit of the app, or free a seat first",
			"The person did not get everything",
		},
		full,
	},
	"no subscription":   {[]string{"Look under Billing in Atlassian Administration"}, unpaid},
	"a group elsewhere": {[]string{"The group does not exist", "Cannot find the group", "Cannot import non-existent remote object"}, elsewhere},
	"a wrong directory": {[]string{"Cannot list the groups"}, nowhere},
	"a wrong organization": {[]string{"Cannot list the domains"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t), `data "atlassian_domains" "all" {}`, map[string]string{"ATLASSIAN_ORG_ID": "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a76"})
	}},
	"a renamed group":        {[]string{"Apply will not change the group"}, renamed},
	"a withdrawn capability": {[]string{"Atlassian has withdrawn an operation"}, withdrawn},
	"a key with scopes":      {[]string{"The API key has scopes", "The API key may lack a scope"}, scoped},
	"a wrong key": {[]string{"Atlassian does not accept the API key"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t), searchGroup, map[string]string{"ATLASSIAN_ORG_API_KEY": "wrong"})
	}},
	"several directories": {[]string{"Set directory_id here or in the provider block"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t, simulated.WithStart(inTwoDirectories())), searchGroup, nil)
	}},
	"too many requests": {[]string{"Atlassian limits the rate of requests"}, func(t *testing.T) string {
		t.Helper()
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3 * time.Hour})
		return planning(t, org, searchGroup, nil)
	}},
	"nobody listens": {[]string{"Cannot reach Atlassian", "If this machine needs a proxy, set HTTPS_PROXY"}, func(t *testing.T) string {
		t.Helper()
		return planning(t, simulated.Start(t), "provider \"atlassian\" {\n  max_retries = 0\n}\n"+searchGroup, map[string]string{"ATLASSIAN_BASE_URL": nobodyListens})
	}},
	"another authority": {[]string{"This machine does not trust the server's certificate"}, func(t *testing.T) string {
		t.Helper()
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Config.ErrorLog = log.New(io.Discard, "", 0) // it would complain of each refusal
		server.StartTLS()
		t.Cleanup(server.Close)
		return planning(t, simulated.Start(t), searchGroup, map[string]string{"ATLASSIAN_BASE_URL": server.URL})
	}},
	"a sign-in page": {[]string{"Atlassian's API does not answer with HTML pages"}, func(t *testing.T) string {
		t.Helper()
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{HTML: true, Count: -1})
		return planning(t, org, searchGroup, nil)
	}},
	"the log": {[]string{"request to Atlassian"}, logged},
}

// failing runs terraform, which has to fail.
func failing(t *testing.T, w *cli.Workspace, args ...string) string {
	t.Helper()
	result := w.Run(append(args, "-no-color", "-input=false")...)
	assert.Equal(t, 1, result.ExitCode, result.Output)
	return result.Output
}

// planning is a plan that fails, with other variables.
func planning(t *testing.T, org *simulated.Organization, config string, variables map[string]string) string {
	t.Helper()
	w := cli.New(t, org).Keep()
	for name, value := range variables {
		w.Setenv(name, value)
	}
	w.Write("main.tf", config)
	return failing(t, w, "plan")
}

// existing creates a group that is there.
func existing(t *testing.T) string {
	t.Helper()
	org := simulated.Start(t)
	_, err := org.Simulator.CreateGroup(simulator.Group{Name: "Platform Team", ID: "4e1f5a0c-0b7d-4c1e-9a53-6d2f8e7b1c40"})
	require.NoError(t, err)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `resource "atlassian_group" "platform_team" { name = "Platform Team" }`)
	return failing(t, w, "apply", "-auto-approve")
}
