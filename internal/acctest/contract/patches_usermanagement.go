// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
)

// userManagement are the defects of the document of the User management API, and
// its live forms.
var userManagement = []Patch{
	{
		API: "user-management",
		Defect: "no refusal has forbidden.insufficientScope, which every key with scopes gets from every operation " +
			"(two independent reports of 2026 from live organizations, which name acceptableScopes, too)",
		Apply: func(doc *openapi3.T) error {
			for _, response := range []string{"Forbidden", "Forbidden.Action", "Forbidden.FieldMutation", "Forbidden.UnclaimedDomain"} {
				if err := addInsufficientScope(doc, response); err != nil {
					return fmt.Errorf("%s: %w", response, err)
				}
			}
			return nil
		},
	},
	{
		API: "user-management",
		Defect: "the body of PATCH …/manage/profile requires what it says is read-only, such as account_id and picture; " +
			`its own description calls it "a subset of the mutable fields", and live a part is enough`,
		Apply: func(doc *openapi3.T) error {
			update := doc.Paths.Value("/users/{account_id}/manage/profile")
			if update == nil || update.Patch == nil || update.Patch.RequestBody == nil || update.Patch.RequestBody.Value == nil {
				return errors.New("there is no such body")
			}
			media := update.Patch.RequestBody.Value.Content["application/json"]
			if media == nil || media.Schema == nil || media.Schema.Value == nil || len(media.Schema.Value.AllOf) == 0 {
				return errors.New("the body is not one of allOf any more")
			}
			changed := openapi3.NewObjectSchema()
			for _, part := range media.Schema.Value.AllOf {
				for name, property := range part.Value.Properties {
					if property.Value != nil && !property.Value.ReadOnly {
						changed.WithPropertyRef(name, property)
					}
				}
			}
			media.Schema = openapi3.NewSchemaRef("", changed)
			return nil
		},
	},
	{
		API:    "user-management",
		Defect: "the map of what may be managed has apiToken.create, too (live answers)",
		Apply: func(doc *openapi3.T) error {
			manage := doc.Paths.Value("/users/{account_id}/manage")
			if manage == nil || manage.Get == nil {
				return errors.New("there is no such operation")
			}
			answer := manage.Get.Responses.Status(http.StatusOK)
			if answer == nil || answer.Value == nil {
				return errors.New("there is no answer 200")
			}
			rules := jsonSchema(answer.Value.Content)
			if rules == nil || rules.Properties["apiToken.read"] == nil || rules.Properties["apiToken.create"] != nil {
				return errors.New("the map has other privileges")
			}
			rules.Properties["apiToken.create"] = rules.Properties["apiToken.read"]
			return nil
		},
	},
	{
		API:    "user-management",
		Defect: "lastAccess and expiry of an API token are null where it has none, and there may be scopes (inferred from the tokens of the API Access API)",
		Apply: func(doc *openapi3.T) error {
			token, err := schema(doc, "ApiTokenModel")
			if err != nil {
				return err
			}
			return errors.Join(
				makeNullable(token, "lastAccess", "expiry"),
				add(token, openapi3.NewArraySchema().WithItems(openapi3.NewStringSchema()), "scopes"),
			)
		},
	},
	{
		API:    "user-management",
		Defect: "locale, zoneinfo and the fields of extended_profile are null where a profile does not have them (inferred from the users of the Organizations API)",
		Apply: func(doc *openapi3.T) error {
			account, err := schema(doc, "AtlassianAccountUser")
			if err != nil {
				return err
			}
			if len(account.AllOf) != 2 || account.AllOf[1].Value == nil {
				return errors.New("the schema has other parts")
			}
			return errors.Join(
				nullable(doc, "ExtendedProfile", "department", "job_title", "location", "organization"),
				makeNullable(account.AllOf[1].Value, "locale", "zoneinfo", "extended_profile"),
			)
		},
	},
}

// addInsufficientScope adds the refusal of a key with scopes to a response.
func addInsufficientScope(doc *openapi3.T, response string) error {
	const key, name = "forbidden.insufficientScope", "Response.Forbidden.InsufficientScope"
	if doc.Components == nil || doc.Components.Responses[response] == nil || doc.Components.Responses[response].Value == nil {
		return errors.New("there is no such response")
	}
	forbidden := jsonSchema(doc.Components.Responses[response].Value.Content)
	if forbidden == nil || forbidden.Discriminator == nil || len(forbidden.OneOf) == 0 {
		return errors.New("the response isn't one of several any more")
	}
	if _, known := forbidden.Discriminator.Mapping[key]; known {
		return errors.New("the response has it")
	}
	if doc.Components.Schemas[name] == nil {
		insufficient := openapi3.NewObjectSchema().
			WithProperty("key", openapi3.NewStringSchema().WithEnum(key)).
			WithProperty("context", openapi3.NewObjectSchema().
				WithProperty("acceptableScopes", openapi3.NewArraySchema().WithItems(openapi3.NewStringSchema()))).
			WithRequired([]string{"key"})
		doc.Components.Schemas[name] = openapi3.NewSchemaRef("", insufficient)
	}
	ref := openapi3.NewSchemaRef("#/components/schemas/"+name, doc.Components.Schemas[name].Value)
	forbidden.OneOf = append(forbidden.OneOf, ref)
	forbidden.Discriminator.Mapping[key] = openapi3.MappingRef(*ref)
	return nil
}
