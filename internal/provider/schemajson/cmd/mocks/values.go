// SPDX-License-Identifier: MPL-2.0

package main

// Names that are in the organization which the simulator plays by default, so that mocks and simulation show the same.
const (
	account      = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
	directory    = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
	group        = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
	organization = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
	site         = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	past         = "2026-10-01T09:30:00Z"
)

// valueOf is the value of an attribute of a type: its own, or the one of all attributes of the name.
func valueOf(typeName, attribute string) (string, bool) {
	if value, ok := ofType[typeName+"."+attribute]; ok {
		return value, true
	}
	value, ok := ofName[attribute]
	return value, ok
}

// ofType are the values of attributes whose name means something else in another type.
var ofType = map[string]string{
	"classification_level.id":     "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10",
	"classification_level.status": "PUBLISHED",
	"data_security_policy.status": "draft",
	"domain.name":                 "acme.example",
	"domain.status":               "verified",
	"domain_verification.status":  "verified",
	"group.id":                    group,
	"group.name":                  "engineering",
	"managed_account.status":      "active",
	"marketplace_app.name":        "Orbit Boards",
	"marketplace_app.status":      "public",
	"organization.id":             organization,
	"organization.name":           "Acme",
	"policy.name":                 "Headquarters",
	"policy.status":               "enabled",
	"user.on_destroy":             "suspend",
	"user.status":                 "active",
}

// ofName are the values of all other attributes.
var ofName = map[string]string{
	"account_id":                       account,
	"account_status":                   "active",
	"account_type":                     "atlassian",
	"added_to_org":                     past,
	"attested_at":                      past,
	"bug_bounty_status":                "approved",
	"claim_status":                     "managed",
	"claim_type":                       "dns",
	"cloud_fortified_status":           "approved",
	"cloud_id":                         site,
	"color":                            "RED",
	"complete_from":                    past,
	"complete_until":                   "2026-10-02T09:30:00Z",
	"data_residency":                   "yes",
	"department":                       "Engineering",
	"description":                      "Everyone who ships",
	"directory_id":                     directory,
	"email":                            "chen.li@acme.example",
	"id":                               "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604",
	"job_title":                        "Engineer",
	"last_active":                      past,
	"latest_cloud_version":             "2.1.0",
	"latest_cloud_version_released_at": past,
	"locale":                           "en-GB",
	"location":                         "Berlin",
	"managed_by":                       "admins",
	"management_source":                "invited",
	"membership_status":                "active",
	"name":                             "Chen Li",
	"nickname":                         "Chen",
	"on_destroy":                       "keep",
	"on_unapproved":                    "report",
	"organization":                     "Acme",
	"organization_id":                  organization,
	"payment_model":                    "free",
	"privacy_and_security":             "{}",
	"resource_id":                      "ari:cloud:jira-software::site/" + site,
	"reviewed_at":                      past,
	"rule":                             `{"in":["203.0.113.0/24"]}`,
	"status":                           "active",
	"summary":                          "Roadmaps for teams",
	"time_zone":                        "Europe/Berlin",
	"type":                             "ip-allowlist",
	"vendor":                           "Orbit Apps",
	"version":                          "1",
	"window_from":                      past,
	"window_to":                        "2026-10-02T09:30:00Z",
	"zoneinfo":                         "Europe/Berlin",
}
