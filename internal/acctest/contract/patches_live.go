// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"errors"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// liveForms are what the documents of the Organizations API forbid, and live
// answers have all the same. Their source is jira.js (at 269ebe0), whose schemas
// are compared with live answers: confidence medium. Only answers are loosened;
// nothing that a client sends is.
var liveForms = []Patch{
	inOrganization("links.self, links.prev and links.next of a page are null where they lead nowhere", func(doc *openapi3.T) error {
		return errors.Join(
			nullable(doc, "LinkPageCursor", "self", "prev", "next"),
			nullable(doc, "LinkPageModel", "self", "prev", "next"),
		)
	}),
	inOrganization("meta of a page of events has next null, and total, count, current, prev, start_index and end_index (seen in /events, inferred for /events-stream)", func(doc *openapi3.T) error {
		return errors.Join(richMeta(doc, "EventPage"), richMeta(doc, "PollingEventPage"))
	}),
	inOrganization("the actor of an event has a picture, and name and email may be null; links of an event are null", func(doc *openapi3.T) error {
		actor, err := schema(doc, "EventActorModel")
		if err != nil {
			return err
		}
		return errors.Join(
			add(actor, openapi3.NewStringSchema(), "picture"),
			makeNullable(actor, "name", "email"),
			nullable(doc, "EventModel", "links"),
			nullable(doc, "PollingEventModel", "links"),
		)
	}),
	inOrganization("an event action has groupDisplayNames, a list, beside or instead of groupDisplayName "+
		"(also the vendor's example of the new Audit Log API)", func(doc *openapi3.T) error {
		action, err := schema(doc, "EventActionModel")
		if err != nil {
			return err
		}
		attributes := action.Properties["attributes"]
		if attributes == nil || attributes.Value == nil || !slices.Contains(attributes.Value.Required, "groupDisplayName") {
			return errors.New("the attributes of an action do not need groupDisplayName")
		}
		attributes.Value.Required = slices.DeleteFunc(attributes.Value.Required, func(name string) bool { return name == "groupDisplayName" })
		return errors.Join(
			makeNullable(attributes.Value, "groupDisplayName"),
			add(attributes.Value, openapi3.NewArraySchema().WithItems(openapi3.NewStringSchema()), "groupDisplayNames"),
		)
	}),
	inOrganization("department, organization, location, timeZone, deactivatedOn and email of a user are null, and there is forDeletion", func(doc *openapi3.T) error {
		found, err := schema(doc, "MultiDirectoryUser")
		if err != nil {
			return err
		}
		details, err := schema(doc, "MultiDirectoryUserDetailsData")
		if err != nil {
			return err
		}
		return errors.Join(
			add(found, openapi3.NewStringSchema(), "deactivatedOn"),
			makeNullable(details, "deactivatedOn"),
			add(found, openapi3.NewBoolSchema(), "forDeletion"),
			add(details, openapi3.NewBoolSchema(), "forDeletion"),
			makeNullable(found, "department", "organization", "location", "timeZone", "email"),
			makeNullable(details, "department", "organization", "location", "timeZone", "email"),
		)
	}),
	inOrganization("lastActiveTimestamp of a product is null for a person who was never active in it (inferred from the other fields of a user)", func(doc *openapi3.T) error {
		return nullable(doc, "MultiDirectoryProductAccess", "lastActiveTimestamp")
	}),
	inOrganization("AccountType knows people only, while User.account_type of the same document has app and customer, too", func(doc *openapi3.T) error {
		kind, err := schema(doc, "AccountType")
		if err != nil {
			return err
		}
		if len(kind.Enum) != 1 {
			return errors.New("the schema has other types")
		}
		kind.Enum = append(kind.Enum, "customer", "app")
		return nil
	}),
	{
		API:    "control",
		Defect: "email of a member of an authentication policy is null where the account has none (inferred from the users of the Organizations API)",
		Apply:  func(doc *openapi3.T) error { return nullable(doc, "Models.UserPolicyInfo", "email") },
	},
	{
		API:    "api-access",
		Defect: "what a key, a token or a page lacks may be null, as in other APIs, and a key or a token may have more fields (no live answer is known)",
		Apply: func(doc *openapi3.T) error {
			key, errKey := schema(doc, "ApiKey")
			token, errToken := schema(doc, "ApiToken")
			if err := errors.Join(errKey, errToken); err != nil {
				return err
			}
			return errors.Join(
				nullable(doc, "CursorLinks", "self", "prev", "next"),
				makeNullable(key, "createdAt", "expiresAt", "lastActiveAt", "createdBy", "scopes", "systemAccountId", "resource", "targetResources"),
				makeNullable(token, "createdAt", "expiresAt", "lastActiveAt", "user", "scopes"),
				add(key, openapi3.NewStringSchema(), "keyType"),
				add(token, openapi3.NewStringSchema(), "tokenType"),
			)
		},
	},
}

// livePolicies are the forms of the policies of an organization that jira.js has
// besides the documented ones, and nulls that are inferred from other answers.
var livePolicies = []Patch{
	inOrganization("a policy may have other types, a rule of any form, and createdAt, updatedAt, id, ownerId, metadata, queryData and links", func(doc *openapi3.T) error {
		policy, err := schema(doc, "PolicyModel")
		if err != nil {
			return err
		}
		attributes := policy.Properties["attributes"]
		if attributes == nil || attributes.Value == nil || attributes.Value.Properties["type"] == nil || attributes.Value.Properties["rule"] == nil {
			return errors.New("the attributes of a policy have no type or no rule")
		}
		kind := attributes.Value.Properties["type"].Value
		if len(kind.Enum) != 3 {
			return errors.New("the schema has other types")
		}
		kind.Enum = append(kind.Enum, "admin-notification-settings", "generative-ai", "hipaa", "ugc-data-use-preferences", "user-join-settings-default")
		attributes.Value.Properties["rule"] = openapi3.NewSchemaRef("", openapi3.NewSchema().WithNullable())
		return errors.Join(
			add(policy, openapi3.NewObjectSchema(), "links"),
			add(attributes.Value, openapi3.NewStringSchema(), "createdAt", "updatedAt", "id", "ownerId"),
			add(attributes.Value, openapi3.NewObjectSchema(), "metadata", "queryData"),
			makeNullable(attributes.Value, "name", "resources"),
		)
	}),
	inOrganization("links and meta of a resource of a policy are null where there are none, and so is what meta lacks; the end of a move may have the spelling "+
		"of the Control API (both inferred)", func(doc *openapi3.T) error {
		meta, err := schema(doc, "Meta")
		if err != nil {
			return err
		}
		return errors.Join(
			nullable(doc, "Resource", "links", "meta"),
			makeNullable(meta, "scheduledDate", "migrationStartDateTime", "atlassianAccountId"),
			add(meta, openapi3.NewStringSchema(), "migrationEndDateTime"),
		)
	}),
	{
		API:    "control",
		Defect: "links of a page of policies are null where they lead nowhere (inferred from the Organizations API)",
		Apply:  func(doc *openapi3.T) error { return nullable(doc, "Models.PageLinks", "self", "prev", "next") },
	},
	{
		API:    "dlp",
		Defect: "what a classification level or its list lacks may be null, as in other APIs (no live answer is known)",
		Apply: func(doc *openapi3.T) error {
			list, err := schema(doc, "LevelList")
			if err != nil {
				return err
			}
			if list.Properties["links"] == nil || list.Properties["links"].Value == nil {
				return errors.New("the list has no links")
			}
			return errors.Join(
				makeNullable(list.Properties["links"].Value, "next", "prev"),
				nullable(doc, "Level", "definition", "guideline", "createdBy", "createdOn", "changedBy", "changedOn"),
			)
		},
	},
}

func inOrganization(defect string, apply func(*openapi3.T) error) Patch {
	return Patch{API: "organization", Defect: defect + " (live answers)", Apply: apply}
}

// nullable lets properties of a schema be null.
func nullable(doc *openapi3.T, name string, properties ...string) error {
	changed, err := schema(doc, name)
	if err != nil {
		return err
	}
	return makeNullable(changed, properties...)
}

// makeNullable replaces the properties, because others may use the same schemas.
func makeNullable(of *openapi3.Schema, properties ...string) error {
	for _, name := range properties {
		property := of.Properties[name]
		if property == nil || property.Value == nil {
			return fmt.Errorf("the schema has no %s", name)
		}
		if property.Value.Nullable {
			return fmt.Errorf("%s may be null already", name)
		}
		changed := *property.Value
		changed.Nullable = true
		of.Properties[name] = openapi3.NewSchemaRef("", &changed)
	}
	return nil
}

// add names further properties, which may be null.
func add(to, property *openapi3.Schema, names ...string) error {
	property.Nullable = true
	for _, name := range names {
		if _, known := to.Properties[name]; known {
			return fmt.Errorf("the schema has %s", name)
		}
		if to.Properties == nil {
			return errors.New("the schema has no properties")
		}
		to.Properties[name] = openapi3.NewSchemaRef("", property)
	}
	return nil
}

// allPatches are the defects and the live forms.
func allPatches() []Patch { return slices.Concat(patches, liveForms, livePolicies, userManagement) }

// richMeta gives the meta of a page of events what live answers have.
func richMeta(doc *openapi3.T, name string) error {
	page, err := schema(doc, name)
	if err != nil {
		return err
	}
	meta := page.Properties["meta"]
	if meta == nil || meta.Value == nil {
		return errors.New("a page of events has no meta")
	}
	return errors.Join(
		makeNullable(meta.Value, "next"),
		add(meta.Value, openapi3.NewIntegerSchema(), "total", "count", "start_index", "end_index"),
		add(meta.Value, openapi3.NewStringSchema(), "current", "prev"),
	)
}
