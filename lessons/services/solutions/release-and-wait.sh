# Take the revision from the answer, and watch it to the end.
set -e
REVISION=$(aws ecs register-task-definition --cli-input-json file://web-1.28.json \
    --query 'taskDefinition.taskDefinitionArn' --output text)
aws ecs update-service --cluster lab --service web --task-definition $REVISION
aws ecs wait services-stable --cluster lab --services web
