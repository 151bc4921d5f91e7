# The cluster is called default.
aws ecs create-cluster
aws ecs register-task-definition --cli-input-json file://web.json
